// A recogniser of English from Debian's packages; only where libpocketsphinx-dev is installed.
#pragma once

#include "sphinx/recogniser.h"
