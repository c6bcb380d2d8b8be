#pragma once

#include "tests/support/fake_store.h"

namespace nimara::ui {

// A small port: clients, berths, deals, notifications, as a person would expect to see them.
void fillSample(FakeStore &store);
// One conflict (berth A-12) and one refusal, as the server answers them.
void addSampleReview(FakeStore &store);
// One change with two fields in conflict and one that met nobody.
void addSampleFieldsInConflict(FakeStore &store);

} // namespace nimara::ui
