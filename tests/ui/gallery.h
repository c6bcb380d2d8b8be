#pragma once

#include <QWidget>

namespace nimara::ui {

// Every widget and control of the look on one page: for shots, and for the test that asks each for an accessible name.
QWidget *makeGallery();

} // namespace nimara::ui
