// For handlers that change pictures: VP8 to pixels and back.
#pragma once

#include "codec/vp8_decoder.h"
#include "codec/vp8_encoder.h"
#include "media/picture.h"
