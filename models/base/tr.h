#pragma once

// Marks a literal of the Qt-free core for translation. lupdate is told of it by alias; the words are looked up in
// the context "nimara" where they are shown.
#define NIMARA_TR(text) text
