// For handlers that change or make pictures: filters, sources, marks on pictures, VP8 to pixels and
// back.
#pragma once

#include "codec/vp8_decoder.h"
#include "codec/vp8_encoder.h"
#include "media/draw.h"
#include "media/picture.h"
#include "session/picture_source.h"
#include "session/video_filter.h"
