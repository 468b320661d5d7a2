// A program by `Stream::launch(port)`: a page of its own in place of the usual one. Its first word
// is the port.
#include <cstdlib>
#include <exception>
#include <iostream>

#include <salon/salon.h>

using namespace salon;

int main(int, char** argv) {
    Stream stream({.handler = make<Handler>(),
                   .modality = Modality::Audio,
                   .ui_args = {.title = "The usual page"}});
    WebRtc radio({.label = "Radio", .modality = Modality::Audio});
    radio.stream(make<Handler>());
    const Blocks demo({.title = "A page of my own"}, {Markdown("# On air"), radio});
    stream.ui = demo;
    try {
        stream.launch(static_cast<std::uint16_t>(std::atoi(argv[1])));
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 1;
    }
}
