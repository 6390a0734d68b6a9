//! Tenants: the developer's customers and users, as tokens and connects named them.

use patchbay_engine::{Code, Error};

use crate::{Context, Nothing, TenantRef, TenantSetRequest, TenantView};

pub(crate) async fn tenants(context: &Context, _: Nothing) -> Result<Vec<TenantView>, Error> {
    let tenants = context.engine.with_store(patchbay_store::Store::tenants).await?;
    Ok(tenants
        .into_iter()
        .filter(|tenant| tenant.archived_at.is_none())
        .map(|tenant| TenantView {
            key: tenant.key,
            name: tenant.name,
            created_at: tenant.created_at,
            connections: 0,
        })
        .collect())
}

pub(crate) async fn tenant_set(_context: &Context, _request: TenantSetRequest) -> Result<TenantView, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn tenant_archive(_context: &Context, _request: TenantRef) -> Result<Nothing, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}

pub(crate) async fn tenant_restore(_context: &Context, _request: TenantRef) -> Result<TenantView, Error> {
    Err(Error::new(Code::Internal, "This is being built."))
}
