//! Tenants: the developer's customers and users, as tokens and connects named them.

use patchbay_engine::Error;
use patchbay_store::Tenant;

use crate::{Context, Nothing, TenantRef, TenantSetRequest, TenantView};

pub(crate) async fn tenants(context: &Context, _: Nothing) -> Result<Vec<TenantView>, Error> {
    let tenants = context.engine.tenants().await?;
    Ok(tenants.into_iter().map(view).collect())
}

pub(crate) async fn tenant_set(context: &Context, request: TenantSetRequest) -> Result<TenantView, Error> {
    let name = request.name.as_deref();
    context.engine.set_tenant(&request.key, name).await.map(view)
}

pub(crate) async fn tenant_archive(context: &Context, request: TenantRef) -> Result<Nothing, Error> {
    context.engine.archive_tenant(&request.key).await?;
    Ok(Nothing {})
}

pub(crate) async fn tenant_restore(context: &Context, request: TenantRef) -> Result<TenantView, Error> {
    context.engine.restore_tenant(&request.key).await.map(view)
}

fn view((tenant, connections): (Tenant, u32)) -> TenantView {
    TenantView {
        key: tenant.key,
        name: tenant.name,
        created_at: tenant.created_at,
        connections,
    }
}
