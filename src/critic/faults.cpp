#include "critic/faults.h"

#include <algorithm>
#include <array>

namespace salon::critic {
namespace {

using When = Fault::When;
using Quirk = Fault::Quirk;

constexpr std::array faults{
    Fault{"wrong-key", When::AtSetup, 1007, "API key not valid. Please pass a valid API key."},
    Fault{"no-key", When::AtSetup, 1008,
          "Method doesn't allow unregistered callers (callers without established identity). "
          "Please use API Key or other form of API consumer identity to call this API."},
    Fault{"leaked-key", When::AtSetup, 1008,
          "Your API key was reported as leaked. Please use another API key."},
    Fault{"credentials", When::AtSetup, 1008,
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
          "cookie or other valid authentication credential."},
    Fault{"invalid-argument", When::AtSetup, 1007, "Request contains an invalid argument."},
    Fault{"not-implemented", When::AtSetup, 1008,
          "Operation is not implemented, or supported, or enabled."},
    Fault{"quota", When::AtSetup, 1011,
          "You exceeded your current quota, please check your plan and billing details."},
    Fault{"spending", When::AtSetup, 1011,
          "Your project has exceeded its monthly spending cap. Please go to billing settings."},
    Fault{"unavailable", When::AtSetup, 1011, "The service is currently unavailable."},
    Fault{"internal", When::AtSetup, 1011, "Internal error encountered."},
    Fault{"session-not-found", When::AtSetup, 1008, "BidiGenerateContent session not found"},
    Fault{"close-mid-answer", When::MidAnswer, 1011, "Internal error encountered."},
    Fault{"quota-mid-answer", When::MidAnswer, 1011,
          "You exceeded your current quota, please check your plan and billing details."},
    Fault{"deadline-mid-answer", When::MidAnswer, 1011,
          "Deadline expired before operation could complete."},
    Fault{"invalid-mid-answer", When::MidAnswer, 1007, "Request contains an invalid argument."},
    Fault{"not-implemented-mid-answer", When::MidAnswer, 1008,
          "Operation is not implemented, or supported, or enabled."},
    Fault{"stall-mid-answer", When::MidAnswer, 0, "", Quirk::Stall},
    Fault{"slow-pongs", When::MidAnswer, 0, "", Quirk::Deaf},
    Fault{"refuse-resumption", When::Resuming, 1008, "BidiGenerateContent session not found"},
    Fault{"invalid-resumption", When::Resuming, 1007, "Request contains an invalid argument."},
    Fault{"vanish-mid-answer", When::MidAnswer, 1006, "", Quirk::Vanish},
    Fault{"vanish", When::AtSetup, 1006, "", Quirk::Vanish},
    Fault{"stall", When::AtSetup, 0, "", Quirk::Stall},
    Fault{"silent", When::Never, 0, "", Quirk::Silent},
    Fault{"go-away", When::Never, 1008,
          "failed to close the connection after receiving a GoAway signal", Quirk::GoAway},
    Fault{"no-usage", When::Never, 0, "", Quirk::NoUsage},
    Fault{"late-turn-complete", When::Never, 0, "", Quirk::LateTurnComplete},
    Fault{"empty-content", When::Never, 0, "", Quirk::EmptyContent},
    Fault{"thoughts", When::Never, 0, "", Quirk::Thoughts},
    Fault{"uses-tool", When::Never, 0, "", Quirk::UsesTool},
};

}  // namespace

std::span<const Fault> all_faults() { return faults; }

const Fault* find_fault(std::string_view name) {
    const auto found = std::find_if(faults.begin(), faults.end(),
                                    [&](const Fault& fault) { return fault.name == name; });
    return found == faults.end() ? nullptr : &*found;
}

const Fault* fault_of_model(std::string_view model) {
    constexpr std::string_view path = "models/";
    constexpr std::string_view mark = "fault-";
    if (model.starts_with(path)) model.remove_prefix(path.size());
    if (!model.starts_with(mark)) return nullptr;
    return find_fault(model.substr(mark.size()));
}

}  // namespace salon::critic
