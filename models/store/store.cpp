#include "models/store/store.h"

namespace nimara {

const PortInfo *SessionInfo::port() const
{
    for (const PortInfo &info : ports) {
        if (info.id == portId)
            return &info;
    }
    return nullptr;
}

bool SessionInfo::may(std::string_view permission) const
{
    const PortInfo *current = port();
    return current && (isSuperAdmin || current->permissions.has(permission));
}

Filter Filter::where(std::string_view column, Compare compare, Value value)
{
    Filter filter;
    filter.kind = Kind::Column;
    filter.column = column;
    filter.compare = compare;
    if (compare != Compare::IsNull && compare != Compare::IsNotNull)
        filter.values.push_back(std::move(value));
    return filter;
}

Filter Filter::both(Filter left, Filter right)
{
    if (left.kind == Kind::All)
        return right;
    if (right.kind == Kind::All)
        return left;
    Filter filter;
    filter.kind = Kind::And;
    filter.children.push_back(std::move(left));
    filter.children.push_back(std::move(right));
    return filter;
}

} // namespace nimara
