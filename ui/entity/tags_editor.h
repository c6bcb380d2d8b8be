#pragma once

#include "ui/entity/page_spec.h"

#include <QWidget>

class QPushButton;

namespace nimara::ui {

class FlowLayout;
class RecordContext;

// The tags of a record as chips: taken away by their cross, added from a list that is searched by typing. A pair's id
// follows from the pair, so that the same tag added on two laptops is one row.
class TagsEditor : public QWidget
{
    Q_OBJECT

public:
    TagsEditor(RecordContext &record, const TagLink &link, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Entry
    {
        Row pair;
        QString name;
        QString color;
    };
    void fetch();
    void showTags(const std::vector<Row> &pairs, const std::vector<Row> &tags);
    void addChip(const Entry &entry);
    void openPicker();
    void addTag(const Uuid &tag, const QString &name);
    void createTag(const QString &name);
    void removeTag(const Entry &entry);
    bool has(const Uuid &tag) const;

    RecordContext &m_record;
    TagLink m_link;
    std::vector<Uuid> m_tags;
    FlowLayout *m_flow = nullptr;
    QPushButton *m_add = nullptr;
};

} // namespace nimara::ui
