// The art critic: hold a drawing to the camera or upload a picture, talk, and hear a critique.
#include <salon/salon.h>

#include "art_critic_stream.h"

using namespace salon;

namespace {

void run(const Settings& settings) {
    const Critics critics(settings);
    serve(art_critic_stream(settings, critics), settings);
}

}  // namespace

int main(int argc, char** argv) { return launch(run, argc, argv); }
