#pragma once

#include "models/domain/berth_rules.h"
#include "models/schema/row.h"
#include "ui/pages/plain_page.h"

class QComboBox;
class QPushButton;
class QSpinBox;

namespace nimara::ui {

class EntityList;

// The rules of the port, and below them the settings of the server, which can be read while it is reachable.
class SettingsPage : public PlainPage
{
    Q_OBJECT

public:
    SettingsPage(ShellContext &context, QWidget *parent);

    bool hasUnsavedChanges() const override;
    void discardChanges() override;

protected:
    void refresh() override;

private:
    struct NumberSetting
    {
        const char *key;
        QSpinBox *box;
        int usual;
    };
    QWidget *makeNumbers();
    QWidget *makeRules();
    QWidget *makeSystem();
    void showSettings();
    Json settings() const; // as stored
    Json edited() const;
    void save();
    void describe();

    Row m_port;
    std::vector<NumberSetting> m_numbers;
    std::vector<std::pair<QComboBox *, QComboBox *>> m_rules; // mode and status, by trigger
    QPushButton *m_save = nullptr;
};

} // namespace nimara::ui
