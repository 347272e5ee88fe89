"""The measurements that the ledger names, one module a topic."""
