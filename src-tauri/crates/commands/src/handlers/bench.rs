//! Time and load on a connection, for seeing what the engine does.

use patchbay_engine::{BurstOf, Code, Error};

use super::{calls::ms, calls::whole_ms, connections::detail};
use crate::{
    BurstCall, BurstLine, CallsBurstAnswer, CallsBurstRequest, ConnectionDetail, ConnectionExpireRequest,
    Context,
};

pub(crate) async fn connection_expire(
    context: &Context,
    request: ConnectionExpireRequest,
) -> Result<ConnectionDetail, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    context.engine.expire_token(&id, request.in_ms).await?;
    detail(context, &id).await
}

pub(crate) async fn calls_burst(
    context: &Context,
    request: CallsBurstRequest,
) -> Result<CallsBurstAnswer, Error> {
    let method =
        http::Method::from_bytes(request.method.trim().to_ascii_uppercase().as_bytes()).map_err(|_| {
            Error::new(
                Code::InvalidRequest,
                format!("“{}” is not an HTTP method.", request.method),
            )
            .at("method")
            .next("Choose one such as GET.")
        })?;
    let of = BurstOf {
        method,
        path: request.path,
        count: request.count,
        expire: request.expire,
    };
    let burst = context.engine.burst(&request.connection, of).await?;
    let calls = burst.calls.into_iter().map(|call| {
        let (status, error) = match call.outcome {
            Ok(status) => (Some(status), None),
            Err(error) => (None, Some(error.message)),
        };
        BurstCall {
            ended_ms: ms(call.at),
            status,
            error,
            attempts: call.attempts,
        }
    });
    let timeline = burst
        .timeline
        .into_iter()
        .map(|(at, text)| BurstLine { at_ms: ms(at), text });
    Ok(CallsBurstAnswer {
        calls: calls.collect(),
        timeline: timeline.collect(),
        token_requests: burst.token_requests,
        duration_ms: whole_ms(burst.duration),
    })
}
