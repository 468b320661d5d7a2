// Relays borrowed from Hugging Face, Cloudflare and Twilio, and where this program is hosted.
#pragma once

#include "credentials/turn_credentials.h"
