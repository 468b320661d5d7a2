// Makes an art critic for each caller, as the operator's settings say.
#pragma once

#include <optional>
#include <string>

#include <salon/salon.h>

#include "art_critic.h"
#include "gemini_settings.h"
#include "offline_critic.h"

class Critics {
public:
    /// Without a key and an endpoint the critic of this machine answers; it lives as long as this.
    ///
    /// Errors  throws SettingsError for a mode that an art critic does not know
    explicit Critics(const salon::Settings& settings, const GeminiSettings& gemini = {});

    salon::HandlerFactory look_at(CriticInputs inputs) const;

private:
    std::optional<OfflineCritic> offline_;
    CriticSettings settings_;
};
