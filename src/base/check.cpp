#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace salon {

void check_failed(const char* file, int line) {
    std::fprintf(stderr, "salon: a promise of ours is broken at %s:%d\n", file, line);
    std::abort();
}

}  // namespace salon
