-- A process that serves very many scopes asks for what is new whatever the scope, and looks for its own among it:
-- probing twenty thousand scopes twenty times a second would cost more than all changes together.

set local role nimara_owner;

create index change_index_transactions on sync.change_index (xid);
