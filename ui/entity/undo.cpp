#include "ui/entity/undo.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/entity_host.h"

#include <QCoreApplication>
#include <QPointer>

#include <algorithm>

namespace nimara::ui {

namespace {

QString sayOfUndo(const char *text)
{
    return QCoreApplication::translate("Undo", text);
}

Edit reversed(const Edit &done)
{
    Edit back;
    back.ops = done.ops;
    std::ranges::reverse(back.ops);
    for (Op &op : back.ops) {
        for (FieldChange &field : op.fields)
            std::swap(field.was, field.now);
    }
    back.title = toUtf8(sayOfUndo("Undo: %1").arg(fromUtf8(done.title)));
    return back;
}

} // namespace

void toastWithUndo(EntityHost &host, QObject *owner, const QString &text, const Edit &done)
{
    const auto takeBack = [&host, owner = QPointer<QObject>(owner), done] {
        if (!owner)
            return;
        whenDone(host.store().submit(reversed(done)), owner, [&host](const Result<Uuid> &result) {
            if (!result)
                host.toastError(result.error());
        });
    };
    host.toast({text, Tone::Success, sayOfUndo("Undo"), takeBack});
}

} // namespace nimara::ui
