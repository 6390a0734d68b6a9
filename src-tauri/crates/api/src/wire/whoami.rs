//! `/self`: the token's own tenant (contract 3.5).

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use patchbay_connector::Secret;
use patchbay_engine::{Engine, Who};
use patchbay_store::Store;
use serde_json::json;

use super::bearer::Asked;
use super::body::Fields;
use super::shapes::customer::{customer, manager};
use super::wrong::refused;
use crate::problem::Problem;
use crate::server::Room;

pub(crate) fn routes() -> Router<Room> {
    Router::new().route("/self", get(show).patch(change))
}

async fn show(State(room): State<Room>, Asked(bearer): Asked) -> Result<Response, Problem> {
    answer(&room.engine, &bearer.who).await
}

/// Keeps the tenant's credentials; the SDK sends them as soon as it is given any.
async fn change(State(room): State<Room>, Asked(bearer): Asked, fields: Fields) -> Result<Response, Problem> {
    if fields.has("credentials") {
        let Who::Tenant(tenant) = &bearer.who else {
            return Err(refused(
                "A workspace manager has no credentials of its own. Send a tenant's token to keep a tenant's credentials.",
            ));
        };
        keep_credentials(&room.engine, &tenant.id, &fields).await?;
    }
    answer(&room.engine, &bearer.who).await
}

/// Keeps a tenant's credentials, or takes them away where the field is null.
pub(crate) async fn keep_credentials(engine: &Engine, tenant: &str, fields: &Fields) -> Result<(), Problem> {
    let credentials = fields
        .value("credentials")?
        .map(|value| Secret::new(value.to_string().into_bytes()));
    let tenant = tenant.to_owned();
    engine
        .with_store(move |store| store.set_tenant_credentials(&tenant, credentials.as_ref()))
        .await?;
    Ok(())
}

async fn answer(engine: &Engine, who: &Who) -> Result<Response, Problem> {
    let workspace = engine
        .with_store(Store::workspace)
        .await?
        .ok_or_else(Problem::not_found)?;
    let record = match who {
        Who::Tenant(tenant) => {
            let mut record = customer(tenant);
            record["workspaceKey"] = json!(workspace.key);
            record
        }
        Who::Admin | Who::Developer => manager(&workspace),
    };
    Ok(axum::Json(record).into_response())
}
