#pragma once

#include "tests/support/fake_store.h"

#include <QStringList>

namespace nimara::ui {

class FormField;
class RecordForm;

// Fills in a form as a person does: by keys and clicks, whatever its fields are.
class FieldFiller
{
public:
    FieldFiller(FakeStore &store, RecordForm &form) : m_store(store), m_form(form) {}

    bool hasEmptyRequired() const;
    void fillRequired();
    // Types something else into the first field that can be typed into; its column, or "" where there is none.
    std::string changeOne();
    QStringList problems() const; // that the fields show

private:
    void fill(FormField &field);
    void choose(FormField &field);
    QString textFor(const ColumnInfo &column) const;

    FakeStore &m_store;
    RecordForm &m_form;
};

} // namespace nimara::ui
