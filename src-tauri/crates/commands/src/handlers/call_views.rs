//! Records of calls as they are shown: with the names of what they went through.

use std::collections::{HashMap, HashSet};

use patchbay_engine::{Code, Engine, Error, ErrorView};
use patchbay_store::{CallRecord, ConnectionRow};

use crate::CallView;

/// The records as views, in their order.
pub(super) async fn views(engine: &Engine, records: Vec<CallRecord>) -> Result<Vec<CallView>, Error> {
    let ids: HashSet<String> = records
        .iter()
        .map(|record| record.connection_id.clone())
        .collect();
    let rows = engine
        .with_store(move |store| store.connection_rows(&ids.into_iter().collect::<Vec<_>>()))
        .await?;
    let rows: HashMap<String, ConnectionRow> = rows
        .into_iter()
        .map(|row| (row.connection.id.clone(), row))
        .collect();
    Ok(records
        .into_iter()
        .map(|record| {
            let row = rows.get(&record.connection_id);
            view(record, row)
        })
        .collect())
}

fn view(record: CallRecord, row: Option<&ConnectionRow>) -> CallView {
    let error = record.error_code.map(|code| {
        if code == "caller_left" {
            return ErrorView::from(Error::new(
                Code::Internal,
                "The caller left before the answer came.",
            ));
        }
        let code: Code = serde_json::from_value(serde_json::Value::String(code)).unwrap_or(Code::Internal);
        ErrorView::from(Error::new(code, failed_words(code)))
    });
    CallView {
        connection_name: row.map_or_else(|| record.connection_id.clone(), |row| row.connection.name.clone()),
        integration_key: row.map(|row| row.integration_key.clone()).unwrap_or_default(),
        tenant_key: row.map(|row| row.tenant_key.clone()).unwrap_or_default(),
        id: record.id,
        connection_id: record.connection_id,
        at: record.at,
        method: record.method,
        url: record.url,
        status: record.status,
        error,
        duration_ms: u32::try_from(record.duration_ms).unwrap_or(u32::MAX),
        attempts: record.attempts,
        request_bytes: record.request_bytes,
        response_bytes: record.response_bytes,
    }
}

/// What a stored code means; the words of the moment are not kept.
fn failed_words(code: Code) -> &'static str {
    match code {
        Code::BindingChanged => "Nothing was sent: the address was outside the connection's binding.",
        Code::NeedsReconnect => "Nothing was sent: the connection needs a reconnect.",
        Code::Misconfigured => "Nothing was sent: a parameter is wrong or missing.",
        Code::RefreshDelayed => "Nothing was sent: the token could not be refreshed yet.",
        Code::ProviderUnreachable => "The provider did not answer.",
        Code::AddressRefused => "Nothing was sent: the address is refused by rule.",
        Code::InvalidRequest => "Nothing was sent: the request was not valid.",
        _ => "The call failed.",
    }
}
