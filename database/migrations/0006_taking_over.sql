-- What other managers of an environment's objects hold is taken over only when somebody asks for it by name.
alter table releases add column take_over jsonb;
