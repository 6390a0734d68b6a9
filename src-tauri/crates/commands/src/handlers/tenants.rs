//! Tenants: the developer's customers and users, as tokens and connects named them.

use patchbay_engine::Error;

use crate::{Context, Nothing, TenantView};

pub(crate) async fn tenants(context: &Context, _: Nothing) -> Result<Vec<TenantView>, Error> {
    let tenants = context.engine.with_store(patchbay_store::Store::tenants).await?;
    Ok(tenants
        .into_iter()
        .filter(|tenant| tenant.archived_at.is_none())
        .map(|tenant| TenantView {
            key: tenant.key,
            name: tenant.name,
            created_at: tenant.created_at,
        })
        .collect())
}
