// The art critic: hold a drawing to the camera or upload a picture, talk, and hear a critique.
#include <salon/salon.h>

#include "art_critic_stream.h"

using namespace salon;

int main(int argc, char** argv) {
    GeminiSettings gemini;
    const auto run = [&gemini](const Settings& settings) {
        const Critics critics(settings, gemini);
        serve(art_critic_stream(settings, critics), settings);
    };
    return launch(run, argc, argv, gemini.all());
}
