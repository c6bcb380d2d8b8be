#pragma once

#include "models/store/account.h"

#include <QFuture>

namespace nimara::sync {

// What the desktop's keychain is able to do now. On Linux this is asked over D-Bus, since QtKeychain answers "not
// found" for a locked keychain and for an entry that was never made; elsewhere the system's store is always open.
QFuture<KeychainState> askKeychainState();

} // namespace nimara::sync
