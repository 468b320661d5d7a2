// The art critic: carries a caller's voice, artwork and camera to a live model, and its spoken
// critique back. One object for each caller.
#pragma once

#include <optional>
#include <string>

#include <salon/salon.h>

struct CriticSettings {
    std::string model;
    std::string voice;
    std::string api_version;
    std::string instruction;
    std::optional<salon::live::ThinkingConfig> thinking;
    std::string media_resolution;
    std::string endpoint;  ///< Where the model is; empty: Gemini with a key, else `offline`.
    std::string offline_endpoint;  ///< The critic on this machine; empty where there is none.
    std::string default_key;       ///< For callers who bring none.
};

/// Where on the page the critic looks.
struct CriticInputs {
    salon::Image artwork;
    std::optional<salon::Textbox> key{};  ///< None: callers talk by the operator's key.
};

class ArtCritic : public salon::Handler {
public:
    ArtCritic(salon::Call& call, CriticSettings settings, CriticInputs inputs);

    salon::AudioFormat audio_format() const override;
    salon::Task<> start_up() override;
    salon::Task<> receive(salon::AudioBlock audio) override;
    salon::Task<salon::Emission> emit() override;
    salon::Task<> video_receive(salon::VideoFrame frame) override;
    salon::Task<salon::VideoFrame> video_emit() override;
    salon::Task<> shutdown() override;

private:
    salon::live::LiveOptions live_options() const;
    salon::Task<> show_artwork();
    salon::Task<> watch_camera();
    salon::Task<salon::ByteBuffer> jpeg_of(salon::PictureRef picture);
    void take(salon::live::LiveEvent event);
    void take_audio(salon::AudioBlock audio);
    void take_caption(const salon::live::CaptionPiece& piece);
    void cut_short();
    void next_turn();

    CriticSettings settings_;
    CriticInputs inputs_;
    std::optional<salon::live::LiveClient> model_;
    salon::net::Queue<salon::AudioBlock> answer_;
    salon::net::Queue<salon::VideoFrame> mirror_;
    bool mirror_started_ = false;
    int turn_ = 1;
    bool answering_ = false;
    std::optional<salon::Moment> last_loud_;  // When the caller was last heard.
};
