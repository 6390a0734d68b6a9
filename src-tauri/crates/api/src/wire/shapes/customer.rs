//! Tenants as the contract has them: customers, and the bearer's own record (contract 3.5).

use patchbay_engine::TEST_TENANT;
use patchbay_store::{Tenant, Workspace};
use serde_json::{Value, json};

use super::{iso, present};

/// A tenant's record. Its credentials are added by who may show them.
pub(crate) fn customer(tenant: &Tenant) -> Value {
    present(json!({
        "id": tenant.id,
        "internalId": tenant.key,
        "name": tenant.name,
        "meta": tenant.meta,
        "fields": tenant.fields,
        "isTest": tenant.key == TEST_TENANT,
        "isActive": tenant.archived_at.is_none(),
        "createdAt": iso(tenant.created_at),
        "updatedAt": iso(tenant.updated_at),
        "archivedAt": tenant.archived_at.map(iso),
    }))
}

/// A workspace manager's own record: no tenant's, so it carries the workspace's id.
pub(crate) fn manager(workspace: &Workspace) -> Value {
    json!({
        "id": workspace.id,
        "internalId": workspace.key,
        "name": "Workspace manager",
        "fields": {},
        "isAdmin": true,
        "isTest": false,
        "isActive": true,
        "createdAt": iso(workspace.created_at),
        "workspaceKey": workspace.key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_a_customer() {
        let tenant = Tenant {
            id: "a".repeat(24),
            key: TEST_TENANT.to_owned(),
            name: "Test".to_owned(),
            fields: json!({"plan": "free"}),
            meta: json!({}),
            created_at: 0,
            updated_at: 1,
            archived_at: None,
        };
        let shown = customer(&tenant);
        assert_eq!(shown["internalId"], TEST_TENANT);
        assert_eq!(shown["isTest"], true);
        assert_eq!(shown["fields"]["plan"], "free");
        assert!(shown.get("archivedAt").is_none());
    }
}
