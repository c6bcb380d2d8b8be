-- Expenses, invoices and exchange rates. Sums are the server's.

set local role nimara_owner;

create table public.expenses (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    incurred_by uuid not null references public.users,
    category text not null default 'other'
        check (category in ('food_beverage', 'transportation', 'accommodation', 'supplies', 'maintenance',
            'utilities', 'professional_services', 'entertainment', 'marketing', 'office', 'other')),
    vendor varchar(200),
    description varchar(2000),
    amount numeric(14,2) not null,
    currency varchar(3) not null default 'USD',
    base_amount numeric(14,2) not null default 0,
    exchange_rate numeric(18,8) not null default 1,
    incurred_on date not null,
    payment_method varchar(60),
    receipt_file_id uuid,
    scan jsonb not null default '{}',
    status text not null default 'draft'
        check (status in ('draft', 'submitted', 'approved', 'rejected', 'reimbursed')),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, receipt_file_id) references public.files (port_id, id) on delete set null (receipt_file_id)
);
create index expenses_receipt_file_id on public.expenses (receipt_file_id);

create table public.invoices (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    invoice_number varchar(40),
    provisional_number varchar(40) not null,
    client_id uuid not null,
    interest_id uuid,
    status text not null default 'draft' check (status in ('draft', 'sent', 'paid', 'overdue', 'cancelled')),
    issue_on date,
    due_on date,
    currency varchar(3) not null default 'USD',
    subtotal numeric(14,2) not null default 0,
    discount_amount numeric(14,2) not null default 0,
    tax_rate numeric(7,4) not null default 0,
    tax_amount numeric(14,2) not null default 0,
    total numeric(14,2) not null default 0,
    amount_paid numeric(14,2) not null default 0,
    billing_name varchar(200),
    billing_address varchar(1000),
    billing_email varchar(254),
    notes varchar(5000),
    terms varchar(5000),
    sent_at timestamptz,
    paid_at timestamptz,
    pdf_file_id uuid,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id),
    foreign key (port_id, pdf_file_id) references public.files (port_id, id) on delete set null (pdf_file_id)
);
create unique index invoices_number on public.invoices (invoice_number, port_id);
create index invoices_client_id on public.invoices (client_id);
create index invoices_interest_id on public.invoices (interest_id);
create index invoices_pdf_file_id on public.invoices (pdf_file_id);

create table public.invoice_line_items (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    invoice_id uuid not null,
    position bigint not null default 1,
    description varchar(2000) not null,
    quantity numeric(12,3) not null default '1',
    unit_price numeric(14,2) not null,
    tax_rate numeric(7,4),
    line_total numeric(14,2) not null default 0,
    berth_id uuid,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, invoice_id) references public.invoices (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id)
);
create index invoice_line_items_invoice_id on public.invoice_line_items (invoice_id);
create index invoice_line_items_berth_id on public.invoice_line_items (berth_id);

create table public.invoice_expenses (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    invoice_id uuid not null,
    expense_id uuid not null,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, invoice_id) references public.invoices (port_id, id),
    foreign key (port_id, expense_id) references public.expenses (port_id, id)
);
create unique index invoice_expenses_expense on public.invoice_expenses (expense_id, port_id);
create index invoice_expenses_invoice_id on public.invoice_expenses (invoice_id);

-- Made by the command that records a payment, which also brings the invoice's sums up to date.
create table public.invoice_payments (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    invoice_id uuid not null,
    amount numeric(14,2) not null,
    paid_on date not null,
    method varchar(60),
    reference varchar(200),
    recorded_by uuid not null references public.users,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, invoice_id) references public.invoices (port_id, id)
);
create index invoice_payments_invoice_id on public.invoice_payments (invoice_id);

-- The row that is locked while an invoice number is given, so that numbers have no gaps.
create table public.invoice_counters (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    year bigint not null,
    last_number bigint not null default 0,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index invoice_counters_year on public.invoice_counters (year, port_id);

create table public.currency_rates (
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    base varchar(3) not null,
    quote varchar(3) not null,
    rate numeric(18,8) not null,
    as_of date not null,
    source varchar(60) not null,
    rev bigint not null default 0,
    primary key (id)
);
create unique index currency_rates_day on public.currency_rates (base, quote, as_of);
