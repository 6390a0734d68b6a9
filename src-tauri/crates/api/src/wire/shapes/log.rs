//! Records of calls and of attempts to connect (contract 3.5).

use patchbay_engine::Outcome;
use patchbay_store::{AttemptRow, AttemptStatus, CallRecord};
use serde_json::{Value, json};

use super::connector::connector_id;
use super::{iso, present};

/// A call through a connection. `statusCode` is 0 where no answer came.
pub(crate) fn call(call: &CallRecord, workspace: &str) -> Value {
    let status = call.status.unwrap_or(0);
    present(json!({
        "id": call.id,
        "workspaceId": workspace,
        "customerId": call.tenant_id,
        "userId": call.tenant_id,
        "tenantId": call.tenant_id,
        "integrationId": call.integration_id,
        "connectionId": call.connection_id,
        "statusCode": status,
        "isSuccess": call.error_code.is_none() && (100..400).contains(&status),
        "s3Uri": "",
        "createdAt": iso(call.at),
        "requestUrl": call.url,
        "requestMethod": call.method,
        "duration": call.duration_ms,
        "error": call.error_code.as_ref().map(|code| json!({ "type": "connection", "key": code, "message": code })),
    }))
}

/// An attempt to connect that has ended.
pub(crate) fn attempt(row: &AttemptRow) -> Value {
    let succeeded = row.status == AttemptStatus::Succeeded;
    let tenant = row.tenant_id.clone().unwrap_or_default();
    present(json!({
        "id": row.id,
        "userId": tenant,
        "tenantId": row.tenant_id,
        "integrationId": row.integration_id,
        "connectionId": row.connection_id,
        "connectorId": row.connector.as_ref().map(|(key, _)| connector_id(key)),
        "connectorVersion": row.connector.as_ref().map(|(_, version)| version),
        "authOptionKey": row.option,
        "status": if succeeded { "success" } else { "error" },
        "error": (!succeeded).then(|| why(row)),
        "createdAt": iso(row.created_at),
    }))
}

/// Why an attempt ended without a connection.
fn why(row: &AttemptRow) -> Value {
    let outcome = row
        .finished
        .clone()
        .and_then(|finished| serde_json::from_value::<Outcome>(finished).ok());
    if let Some(error) = outcome.and_then(|outcome| outcome.error) {
        let message = match &error.next {
            Some(next) => format!("{} {next}", error.message),
            None => error.message.clone(),
        };
        return json!({ "type": "connection", "key": error.code, "message": message });
    }
    let (key, message) = match row.status {
        AttemptStatus::Cancelled => ("cancelled", "The user gave up. Start connecting again."),
        AttemptStatus::Expired => (
            "expired",
            "The sign-in was not finished within ten minutes. Start connecting again.",
        ),
        _ => ("failed", "The sign-in failed. Start connecting again."),
    };
    json!({ "type": "connection", "key": key, "message": message })
}
