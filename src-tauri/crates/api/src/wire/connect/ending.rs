//! How one connect ended, as the SDK hears it (contract 2.3), and building that once an attempt is over.

use std::sync::Arc;

use patchbay_engine::{Code, Engine, Error, Progress, Who};
use patchbay_store::AttemptStatus;
use serde_json::{Value, json};

use super::reply::Reply;
use crate::problem::Problem;
use crate::server::Room;
use crate::wire::shapes::{Shape, connection};

/// What the SDK takes for the sender of a result.
const SOURCE: &str = "integration.app";

/// The end of a connect.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ending {
    /// A connection was made or renewed.
    Connected {
        /// Its id.
        id: String,
        /// Its record, with nothing secret in it.
        connection: Value,
    },
    /// None was.
    Failed {
        /// Why.
        problem: Problem,
        /// The connection that was to be renewed.
        connection_id: Option<String>,
    },
}

impl Ending {
    /// A connect that failed before there was an attempt.
    pub(crate) fn failed(problem: impl Into<Problem>) -> Self {
        Self::Failed {
            problem: problem.into(),
            connection_id: None,
        }
    }

    /// The message that is posted and streamed under a `requestId`.
    pub(crate) fn message(&self, request_id: &str) -> Value {
        match self {
            Self::Connected { connection, .. } => json!({
                "source": SOURCE,
                "requestId": request_id,
                "type": "newConnectionCreated",
                "connection": connection,
            }),
            Self::Failed {
                problem,
                connection_id,
            } => {
                let mut message = json!({
                    "source": SOURCE,
                    "requestId": request_id,
                    "type": "newConnectionFailure",
                    "error": problem.message,
                    "errorData": self.error_data(),
                });
                if let Some(id) = connection_id {
                    message["connectionId"] = json!(id);
                }
                message
            }
        }
    }

    /// The contract's error data (1.4); null where it ended well.
    pub(crate) fn error_data(&self) -> Value {
        let Self::Failed { problem, .. } = self else {
            return Value::Null;
        };
        let mut data = json!({ "type": problem.kind, "key": problem.key, "message": problem.message });
        if let Some(details) = &problem.data {
            data["data"] = details.clone();
        }
        data
    }
}

/// Goes on waiting for an attempt to end, whatever becomes of the request that began it; then tells the result.
pub(super) fn watch(room: &Room, attempt: &str) {
    let (room, attempt) = (room.clone(), attempt.to_owned());
    tokio::spawn(async move {
        let ended = async {
            room.engine.attempt_ended(&attempt).await?;
            ending(&room, &attempt).await.map(|_| ())
        };
        tokio::select! {
            () = room.endings.stop().cancelled() => {}
            ended = ended => if let Err(error) = ended {
                tracing::warn!(attempt, code = ?error.code, "a connect's result could not be told");
            }
        }
    });
}

/// The ending of an attempt that is over. Whoever asks first builds and tells it; the others get the same.
pub(crate) async fn ending(room: &Room, attempt: &str) -> Result<Arc<Ending>, Error> {
    let cell = room.endings.cell(attempt);
    cell.get_or_try_init(|| build(room, attempt)).await.cloned()
}

async fn build(room: &Room, attempt: &str) -> Result<Arc<Ending>, Error> {
    let progress = room.engine.attempt(attempt).await?;
    let reply = Reply::kept(&progress).unwrap_or_default();
    let (ending, tenant) = read(&room.engine, &progress).await?;
    if let Some(request_id) = &reply.request_id {
        room.endings
            .tell(request_id, tenant.as_deref(), &ending.message(request_id));
    }
    if let Some(id) = &reply.connection_request_id {
        super::requests::finish(&room.engine, id, &ending, progress.attempt.status).await;
    }
    Ok(Arc::new(ending))
}

/// The ending that an attempt's record tells, and the tenant it is about.
async fn read(engine: &Engine, progress: &Progress) -> Result<(Ending, Option<String>), Error> {
    let attempt = &progress.attempt;
    let made = progress
        .outcome
        .as_ref()
        .and_then(|outcome| outcome.connection.as_deref());
    if attempt.status == AttemptStatus::Succeeded
        && let Some(id) = made
    {
        return connected(engine, id)
            .await
            .map(|(ending, tenant)| (ending, Some(tenant)));
    }
    let error = match attempt.status {
        AttemptStatus::Pending | AttemptStatus::Redeeming | AttemptStatus::Succeeded => {
            Error::new(Code::InvalidRequest, "This connect has not ended yet.")
        }
        AttemptStatus::Failed => progress
            .outcome
            .as_ref()
            .and_then(|outcome| outcome.error.clone())
            .map_or_else(|| Error::new(Code::Internal, "The connect failed."), Error::from),
        AttemptStatus::Cancelled => Error::new(Code::AttemptEnded, "The connect was cancelled in Patchbay.")
            .next("Start connecting again."),
        AttemptStatus::Expired => Error::new(
            Code::AttemptEnded,
            "The sign-in took longer than the ten minutes that a connect may last.",
        )
        .next("Start connecting again."),
    };
    if !attempt.status.is_over() {
        return Err(error);
    }
    let ending = Ending::Failed {
        problem: Problem::from(error),
        connection_id: attempt.connection_id.clone(),
    };
    Ok((ending, attempt.tenant_id.clone()))
}

/// The ending that a connection is, with its tenant: shown as that tenant may see it, whoever asked.
async fn connected(engine: &Engine, id: &str) -> Result<(Ending, String), Error> {
    let found = engine.connection(id).await?;
    let tenant_id = found.tenant_id.clone();
    let tenant = engine.with_store(move |store| store.tenant(&tenant_id)).await?;
    let who = tenant.map_or(Who::Admin, Who::Tenant);
    let shape = Shape {
        secrets: false,
        embed: true,
    };
    let record = connection(engine, &found, &who, shape).await?;
    let ending = Ending::Connected {
        id: found.id,
        connection: record,
    };
    Ok((ending, found.tenant_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_words_and_data() {
        let ending = Ending::Failed {
            problem: Problem::from(Error::new(Code::AccessDenied, "Denied.").next("Try again.")),
            connection_id: Some("c".into()),
        };
        let message = ending.message("request-1");
        assert_eq!(
            message,
            json!({
                "source": "integration.app", "requestId": "request-1", "type": "newConnectionFailure",
                "error": "Denied. Try again.", "connectionId": "c",
                "errorData": {"type": "connection", "key": "access_denied", "message": "Denied. Try again."},
            })
        );
    }

    #[test]
    fn a_connection_is_the_record_and_nothing_else() {
        let ending = Ending::Connected {
            id: "c".into(),
            connection: json!({"id": "c"}),
        };
        assert_eq!(
            ending.message("request-1"),
            json!({
                "source": "integration.app", "requestId": "request-1", "type": "newConnectionCreated",
                "connection": {"id": "c"},
            })
        );
    }
}
