#pragma once

#include "models/store/store.h"
#include "ui/shell/shell_context.h"

#include <QAbstractListModel>

namespace nimara::ui {

class CommandRegistry;

// What the palette offers for what is typed: sections, commands, records, each under its heading. Records come from
// the store's search a moment later; an older answer never overwrites a newer one.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { HeadingRole = Qt::UserRole + 1, IconRole, DetailRole, KeysRole };

    PaletteModel(ShellContext &context, const CommandRegistry &commands, QObject *parent = nullptr);

    void find(const QString &text);
    bool isSearching() const { return m_searching; }
    bool isEmpty() const { return m_rows.empty(); }
    const QString &text() const { return m_text; }
    // Does what the row stands for; false for a heading.
    bool activate(int row);
    // The next row from here that can be chosen, in steps of 1 or -1; -1: none.
    int selectable(int from, int step) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void updated();

private:
    struct Row
    {
        bool heading = false;
        QString title;
        QString detail;
        QString icon;
        QString keys;
        std::function<void()> run;
    };

    void rebuild();
    void addSections(const QStringList &words);
    void addCommands(const QStringList &words);
    void addRecords();
    void addHeading(const QString &title);
    void accept(const Result<std::vector<SearchHit>> &hits);

    ShellContext &m_context;
    const CommandRegistry &m_commands;
    QString m_text;
    std::vector<Row> m_rows;
    std::vector<SearchHit> m_hits;
    int m_round = 0;
    bool m_searching = false;
};

} // namespace nimara::ui
