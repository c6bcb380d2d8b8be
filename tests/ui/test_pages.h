#pragma once

#include "ui/shell/page.h"
#include "ui/shell/page_registry.h"

#include <QLineEdit>

namespace nimara::ui {

// Stands in for a real page: says where it was sent, and holds a field that may be unsaved.
class TestPage : public Page
{
    Q_OBJECT

public:
    TestPage(const PageEntry &entry, QWidget *parent);

    void open(const PageAddress &address) override;
    QString title() const override;
    QList<Crumb> crumbs() const override;
    bool hasUnsavedChanges() const override { return !field->text().isEmpty(); }
    void discardChanges() override { field->clear(); }

    QList<PageAddress> opened;
    QLineEdit *field;

private:
    QString m_title;
    PageAddress m_address;
};

// All sections of the product as DOMAIN.md lists them, with their permissions, each a TestPage.
void registerTestPages(PageRegistry &registry);

} // namespace nimara::ui
