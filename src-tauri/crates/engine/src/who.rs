//! Who asks: the developer at this machine, a workspace manager's token, or a tenant's (design section 2, "Who may set
//! what").

use patchbay_store::Tenant;

/// Whoever a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// The window or the command line.
    Developer,
    /// The bearer of a workspace manager's token.
    Admin,
    /// The bearer of a tenant's token.
    Tenant(Tenant),
}

impl Who {
    /// The tenant to which everything asked for is confined.
    pub fn tenant_id(&self) -> Option<&str> {
        match self {
            Self::Tenant(tenant) => Some(&tenant.id),
            Self::Developer | Self::Admin => None,
        }
    }

    /// Whether a thing of this tenant may be seen.
    pub fn may_see(&self, tenant_id: &str) -> bool {
        self.tenant_id().is_none_or(|own| own == tenant_id)
    }

    /// What a log calls it: the tenant's key, or `admin`, or `developer`.
    pub fn label(&self) -> &str {
        match self {
            Self::Developer => "developer",
            Self::Admin => "admin",
            Self::Tenant(tenant) => &tenant.key,
        }
    }
}
