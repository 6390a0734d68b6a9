//! Calls as an HTTP Archive (HAR 1.2), for the tools that read one. Of a call the log keeps neither bodies nor headers,
//! so there are none; secrets in a query are masked in the record already.

use patchbay_engine::Error;
use serde_json::{Value, json};

use crate::CallView;

/// The text of an archive.
pub(super) fn archive(calls: &[CallView]) -> Result<String, Error> {
    let entries: Vec<Value> = calls.iter().map(entry).collect();
    let archive = json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "Patchbay", "version": env!("CARGO_PKG_VERSION") },
            "entries": entries,
        }
    });
    serde_json::to_string_pretty(&archive).map_err(Error::internal)
}

fn entry(call: &CallView) -> Value {
    let mut entry = json!({
        "startedDateTime": time(call.at),
        "time": call.duration_ms,
        "request": {
            "method": call.method,
            "url": address(&call.url),
            "httpVersion": "unknown",
            "cookies": [],
            "headers": [],
            "queryString": query(&call.url),
            "headersSize": -1,
            "bodySize": call.request_bytes,
        },
        "response": {
            // No answer has the status 0, as browsers write it.
            "status": call.status.unwrap_or(0),
            "statusText": call.status.map_or("", reason),
            "httpVersion": "unknown",
            "cookies": [],
            "headers": [],
            "content": { "size": call.response_bytes.unwrap_or(0), "mimeType": "x-unknown" },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": call.response_bytes.unwrap_or(-1),
        },
        "cache": {},
        "timings": { "send": 0, "wait": call.duration_ms, "receive": 0 },
        "_id": call.id,
        "_connection": call.connection_name,
        "_integration": call.integration_key,
        "_tenant": call.tenant_key,
        "_attempts": call.attempts,
    });
    if let Some(error) = &call.error {
        entry["comment"] = Value::String(error.message.clone());
    }
    entry
}

/// An archive wants absolute URLs. A call that failed before it had one went nowhere.
fn address(url: &str) -> String {
    if url.starts_with("https://") || url.starts_with("http://") {
        url.to_owned()
    } else {
        format!("https://nothing-was-sent.invalid/{}", url.trim_start_matches('/'))
    }
}

/// The query as the record has it, which is without escapes.
fn query(url: &str) -> Vec<Value> {
    let Some((_, query)) = url.split_once('?') else {
        return Vec::new();
    };
    let query = query.split('#').next().unwrap_or_default();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({ "name": name, "value": value })
        })
        .collect()
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}

/// ISO 8601 with milliseconds.
fn time(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map_or_else(|_| String::new(), |time| format!("{time:.3}"))
}

#[cfg(test)]
mod tests {
    use patchbay_engine::{Code, ErrorView};

    use super::*;

    fn call(url: &str, status: Option<u16>) -> CallView {
        CallView {
            id: "0123456789abcdef01234567".into(),
            connection_id: "c".into(),
            at: 1_700_000_000_007,
            method: "GET".into(),
            url: url.into(),
            status,
            error: status
                .is_none()
                .then(|| ErrorView::from(Error::new(Code::BindingChanged, "Nothing was sent."))),
            duration_ms: 12,
            attempts: 1,
            connection_name: "Acme".into(),
            integration_key: "crm".into(),
            tenant_key: "test".into(),
            request_bytes: 3,
            response_bytes: status.map(|_| 17),
        }
    }

    #[test]
    fn an_archive_has_what_its_readers_require() {
        let calls = [
            call("https://api.example/me?page=2&token=••••••••&flag", Some(404)),
            call("/me", None),
        ];
        let archive: Value = serde_json::from_str(&archive(&calls).unwrap()).unwrap();
        let log = &archive["log"];
        assert_eq!(
            (&log["version"], &log["creator"]["name"]),
            (&json!("1.2"), &json!("Patchbay"))
        );
        let (first, second) = (&log["entries"][0], &log["entries"][1]);
        assert_eq!(first["startedDateTime"], "2023-11-14T22:13:20.007Z");
        assert_eq!(first["response"]["statusText"], "Not Found");
        assert_eq!(
            first["request"]["queryString"],
            json!([
                { "name": "page", "value": "2" },
                { "name": "token", "value": "••••••••" },
                { "name": "flag", "value": "" }
            ])
        );
        assert_eq!(second["request"]["url"], "https://nothing-was-sent.invalid/me");
        assert_eq!(
            (&second["response"]["status"], &second["response"]["bodySize"]),
            (&json!(0), &json!(-1))
        );
        assert_eq!(second["comment"], "Nothing was sent.");
        for entry in [first, second] {
            let timings = &entry["timings"];
            let sum: i64 = ["send", "wait", "receive"]
                .iter()
                .map(|part| timings[*part].as_i64().unwrap())
                .sum();
            assert_eq!(json!(sum), entry["time"], "the parts of the time are the time");
            for part in [
                "method",
                "url",
                "httpVersion",
                "cookies",
                "headers",
                "queryString",
                "headersSize",
                "bodySize",
            ] {
                assert!(entry["request"].get(part).is_some(), "{part}");
            }
            for part in [
                "status",
                "statusText",
                "httpVersion",
                "cookies",
                "headers",
                "content",
                "redirectURL",
            ] {
                assert!(entry["response"].get(part).is_some(), "{part}");
            }
            assert!(entry["cache"].is_object());
        }
    }
}
