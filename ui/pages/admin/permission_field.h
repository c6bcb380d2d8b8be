#pragma once

#include "models/domain/permissions.h"
#include "ui/entity/field_editor.h"

#include <map>
#include <string>

class QCheckBox;

namespace nimara::ui {

class RecordContext;

// What a role may do: a box for each action, by resource.
class PermissionField : public FieldEditor
{
    Q_OBJECT

public:
    explicit PermissionField(QWidget *parent = nullptr);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    void setReadOnly(bool readOnly) override;
    bool isWide() const override { return true; }

private:
    std::map<std::string, QCheckBox *> m_boxes;
    Value m_shown; // given back unchanged while no box is: it may speak of more than this program knows
    bool m_touched = false;
};

// The same, to be read.
class PermissionView : public QWidget
{
    Q_OBJECT

public:
    PermissionView(RecordContext &record, QWidget *parent = nullptr);

private:
    PermissionField *m_field = nullptr;
};

} // namespace nimara::ui
