// All that an application needs: a stream, handlers, values, the page, and a client for live
// models.
#pragma once

#include "base/log.h"
#include "live/client.h"
#include "media/audio.h"
#include "media/image_file.h"
#include "media/picture.h"
#include "net/clock.h"
#include "net/queue.h"
#include "net/with_timeout.h"
#include "server/settings.h"
#include "server/stream.h"
#include "session/call.h"
#include "session/frame.h"
#include "session/handler.h"
#include "session/reply_on_pause.h"
#include "session/reply_on_stop_words.h"
#include "ui/components.h"
#include "ui/default_page.h"
#include "ui/layout.h"
#include "ui/webrtc.h"
