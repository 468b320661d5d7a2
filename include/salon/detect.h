// Finds things in pictures.
#pragma once

#include "detect/detector.h"
