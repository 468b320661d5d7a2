#include "ui/rtc_source.h"

namespace salon {

namespace {

Task<RtcSource::Answer> always(RtcConfiguration fixed) { co_return fixed; }

}  // namespace

RtcSource::RtcSource(RtcConfiguration fixed)
    : ask_([fixed = std::move(fixed)](const Inputs&) { return always(fixed); }) {}

}  // namespace salon
