#include "ui/entity/rights_text.h"

#include "models/items/labels.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QWidget>

#include <array>
#include <utility>

namespace nimara::ui {

namespace {

struct Word
{
    std::string_view key;
    const char *text;
};

// The resources as the sidebar names them.
constexpr std::array resources{
    Word{"clients", QT_TRANSLATE_NOOP("Permission", "Clients")},
    Word{"interests", QT_TRANSLATE_NOOP("Permission", "Interests")},
    Word{"berths", QT_TRANSLATE_NOOP("Permission", "Berths")},
    Word{"documents", QT_TRANSLATE_NOOP("Permission", "Documents")},
    Word{"expenses", QT_TRANSLATE_NOOP("Permission", "Expenses")},
    Word{"invoices", QT_TRANSLATE_NOOP("Permission", "Invoices")},
    Word{"files", QT_TRANSLATE_NOOP("Permission", "Files")},
    Word{"email", QT_TRANSLATE_NOOP("Permission", "Email")},
    Word{"reminders", QT_TRANSLATE_NOOP("Permission", "Reminders")},
    Word{"calendar", QT_TRANSLATE_NOOP("Permission", "Calendar")},
    Word{"reports", QT_TRANSLATE_NOOP("Permission", "Reports")},
    Word{"document_templates", QT_TRANSLATE_NOOP("Permission", "Templates")},
    Word{"admin", QT_TRANSLATE_NOOP("Permission", "Administration")},
};

constexpr std::array actions{
    Word{"view", QT_TRANSLATE_NOOP("Permission", "view")},
    Word{"create", QT_TRANSLATE_NOOP("Permission", "create")},
    Word{"edit", QT_TRANSLATE_NOOP("Permission", "edit")},
    Word{"delete", QT_TRANSLATE_NOOP("Permission", "archive and delete")},
    Word{"merge", QT_TRANSLATE_NOOP("Permission", "merge")},
    Word{"export", QT_TRANSLATE_NOOP("Permission", "export")},
    Word{"change_stage", QT_TRANSLATE_NOOP("Permission", "change the stage")},
    Word{"generate_eoi", QT_TRANSLATE_NOOP("Permission", "generate an EOI")},
    Word{"import", QT_TRANSLATE_NOOP("Permission", "add and import")},
    Word{"manage_waiting_list", QT_TRANSLATE_NOOP("Permission", "manage the waiting list")},
    Word{"send_for_signing", QT_TRANSLATE_NOOP("Permission", "send for signing")},
    Word{"upload_signed", QT_TRANSLATE_NOOP("Permission", "upload signed copies")},
    Word{"scan_receipt", QT_TRANSLATE_NOOP("Permission", "scan receipts")},
    Word{"send", QT_TRANSLATE_NOOP("Permission", "send")},
    Word{"record_payment", QT_TRANSLATE_NOOP("Permission", "record payments")},
    Word{"upload", QT_TRANSLATE_NOOP("Permission", "upload")},
    Word{"manage_folders", QT_TRANSLATE_NOOP("Permission", "manage folders")},
    Word{"configure_account", QT_TRANSLATE_NOOP("Permission", "configure an account")},
    Word{"view_own", QT_TRANSLATE_NOOP("Permission", "view one's own")},
    Word{"view_all", QT_TRANSLATE_NOOP("Permission", "view all")},
    Word{"edit_own", QT_TRANSLATE_NOOP("Permission", "edit one's own")},
    Word{"edit_all", QT_TRANSLATE_NOOP("Permission", "edit all")},
    Word{"assign_others", QT_TRANSLATE_NOOP("Permission", "assign to others")},
    Word{"connect", QT_TRANSLATE_NOOP("Permission", "connect")},
    Word{"view_events", QT_TRANSLATE_NOOP("Permission", "view events")},
    Word{"view_dashboard", QT_TRANSLATE_NOOP("Permission", "view the dashboard")},
    Word{"view_analytics", QT_TRANSLATE_NOOP("Permission", "view analytics")},
    Word{"generate", QT_TRANSLATE_NOOP("Permission", "generate")},
    Word{"manage", QT_TRANSLATE_NOOP("Permission", "manage")},
    Word{"manage_users", QT_TRANSLATE_NOOP("Permission", "manage users")},
    Word{"view_audit_log", QT_TRANSLATE_NOOP("Permission", "view the audit log")},
    Word{"manage_settings", QT_TRANSLATE_NOOP("Permission", "manage settings")},
    Word{"manage_webhooks", QT_TRANSLATE_NOOP("Permission", "manage webhooks")},
    Word{"manage_reports", QT_TRANSLATE_NOOP("Permission", "manage reports")},
    Word{"manage_custom_fields", QT_TRANSLATE_NOOP("Permission", "manage custom fields")},
    Word{"manage_forms", QT_TRANSLATE_NOOP("Permission", "manage forms")},
    Word{"manage_tags", QT_TRANSLATE_NOOP("Permission", "manage tags")},
    Word{"system_backup", QT_TRANSLATE_NOOP("Permission", "back up")},
};

template <std::size_t n>
QString wordFor(const std::array<Word, n> &words, std::string_view key)
{
    for (const Word &word : words) {
        if (word.key == key)
            return QCoreApplication::translate("Permission", word.text);
    }
    return fromUtf8(key);
}

QString rightsWord(const char *text)
{
    return QCoreApplication::translate("Permission", text);
}

} // namespace

QString permissionLabel(std::string_view permission)
{
    const std::size_t dot = permission.find('.');
    if (dot == std::string_view::npos)
        return fromUtf8(permission);
    return rightsWord("%1: %2").arg(wordFor(resources, permission.substr(0, dot)),
                                    wordFor(actions, permission.substr(dot + 1)));
}

QString whyNot(const Store &store, const Verdict &verdict)
{
    switch (verdict.reason) {
    case Verdict::Reason::Allowed:
        return {};
    case Verdict::Reason::MissingRight: {
        const PortInfo *port = store.session().port();
        const QString right = permissionLabel(verdict.missing);
        if (!port || port->roleName.empty())
            return rightsWord("You lack the right “%1”.").arg(right);
        return rightsWord("Your role, %1, lacks the right “%2”.").arg(roleLabel(port->roleName), right);
    }
    case Verdict::Reason::ServerOnly:
        return rightsWord("Only the server changes this.");
    case Verdict::Reason::Immutable:
        return rightsWord("This cannot be changed after it was made.");
    case Verdict::Reason::Unknown:
        return rightsWord("What this belongs to is not known here.");
    }
    return {};
}

void applyVerdict(QWidget &widget, const Store &store, const Verdict &verdict, const QString &tip)
{
    const QString reason = whyNot(store, verdict);
    widget.setEnabled(static_cast<bool>(verdict));
    widget.setToolTip(verdict ? tip : reason);
    widget.setAccessibleDescription(reason);
}

} // namespace nimara::ui
