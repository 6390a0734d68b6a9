//! Time on a connection: `connection expire` and `connection burst`.

use patchbay_commands::{CallsBurstAnswer, ConnectionDetail};
use patchbay_engine::ErrorView;
use serde_json::json;

use crate::args::BurstArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::time::moment;

/// Sets when the access token counts as expired.
pub(super) async fn expire(
    session: &Session,
    connection: &str,
    in_ms: u32,
    output: Output,
) -> Result<Exit, ErrorView> {
    let detail: ConnectionDetail = session
        .ask(
            "connection_expire",
            json!({ "connection": connection, "inMs": in_ms }),
        )
        .await?;
    output.show(&detail, |detail| match detail.summary.expires_at {
        Some(at) => format!("The access token counts as expired from {} on.", moment(at)),
        None => "The access token does not expire.".to_owned(),
    });
    Ok(Exit::Done)
}

/// Sends the same call many times at once, and says what the engine did.
pub(super) async fn burst(session: &Session, args: BurstArgs, output: Output) -> Result<Exit, ErrorView> {
    let payload = json!({
        "connection": args.connection.connection,
        "method": args.method,
        "path": args.path,
        "count": args.count,
        "expire": args.expire,
    });
    let answer: CallsBurstAnswer = session.ask("calls_burst", payload).await?;
    output.show(&answer, burst_text);
    let failed = answer.calls.iter().any(|call| call.status.is_none());
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

fn burst_text(answer: &CallsBurstAnswer) -> String {
    let mut lines: Vec<String> = answer
        .timeline
        .iter()
        .map(|line| format!("{:>10.1} ms  {}", line.at_ms, line.text))
        .collect();
    let mut outcomes = std::collections::BTreeMap::<String, usize>::new();
    for call in &answer.calls {
        let outcome = match (call.status, &call.error) {
            (Some(status), _) => status.to_string(),
            (None, error) => error.clone().unwrap_or_default(),
        };
        *outcomes.entry(outcome).or_default() += 1;
    }
    lines.extend(
        outcomes
            .iter()
            .map(|(outcome, count)| format!("{count} × {outcome}")),
    );
    let requests = match answer.token_requests {
        1 => "1 token request".to_owned(),
        more => format!("{more} token requests"),
    };
    lines.push(format!("{requests}, {} ms in all.", answer.duration_ms));
    lines.join("\n")
}
