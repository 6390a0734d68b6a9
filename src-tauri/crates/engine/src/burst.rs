//! The same call many times at once, and what the engine did meanwhile: one refresh, however many wait for it.

use std::time::{Duration, Instant};

use ::http::{HeaderMap, Method};
use tokio::task::JoinSet;

use crate::{
    Call, Code, Engine, Error,
    http::OutBody,
    observe::{Did, Observed},
};

/// More at once than this are no longer a bench but a load test.
const MOST: u32 = 1_000;
/// No more is read of an answer.
const READ: usize = 1024 * 1024;

/// What to send at once.
pub struct BurstOf {
    /// The method.
    pub method: Method,
    /// A path under the base URL.
    pub path: String,
    /// How many, 1 to 1,000.
    pub count: u32,
    /// Lets the access token expire first.
    pub expire: bool,
}

/// How one of the calls ended.
pub struct Ended {
    /// When, after the first was sent.
    pub at: Duration,
    /// The provider's status, or why there is none.
    pub outcome: Result<u16, Error>,
    /// How often it was sent.
    pub attempts: u32,
}

/// What many calls at once did.
pub struct Burst {
    /// The calls, in the order in which they ended.
    pub calls: Vec<Ended>,
    /// What the engine did meanwhile, in order, in words.
    pub timeline: Vec<(Duration, String)>,
    /// Requests for a token that left meanwhile.
    pub token_requests: u32,
    /// From the first request to the last byte.
    pub duration: Duration,
}

impl Engine {
    /// Sends the same call many times at once, each a call like any other.
    ///
    /// # Errors
    /// A count out of range; with `expire`, a connection without a token that expires. What goes wrong with single calls is
    /// in the answer.
    pub async fn burst(&self, connection: &str, of: BurstOf) -> Result<Burst, Error> {
        if !(1..=MOST).contains(&of.count) {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("{} calls at once cannot be made.", of.count),
            )
            .at("count")
            .next("Choose 1 to 1000."));
        }
        let id = self.connection(connection).await?.id;
        if of.expire {
            self.expire_token(&id, 0).await?;
        }
        let mut observer = self.observe(&id);
        let began = Instant::now();
        let mut running = JoinSet::new();
        for _ in 0..of.count {
            let (engine, id) = (self.clone(), id.clone());
            let call = Call {
                method: of.method.clone(),
                path: of.path.clone(),
                headers: HeaderMap::new(),
                body: OutBody::Empty,
            };
            running.spawn(async move { engine.one_of_many(&id, call, began).await });
        }
        let mut calls = Vec::with_capacity(of.count as usize);
        while let Some(ended) = running.join_next().await {
            calls.push(ended.map_err(Error::internal)?);
        }
        let duration = began.elapsed();
        calls.sort_by_key(|call| call.at);
        let seen = observer.take();
        let token_requests = seen
            .iter()
            .filter(|(_, did)| matches!(did, Did::TokenAsked(_)))
            .count();
        Ok(Burst {
            timeline: timeline(&of, began, seen),
            calls,
            token_requests: u32::try_from(token_requests).unwrap_or(u32::MAX),
            duration,
        })
    }

    async fn one_of_many(&self, id: &str, call: Call, began: Instant) -> Ended {
        let (outcome, attempts) = match self.call(id, call).await {
            Ok(called) => {
                let attempts = called.attempts;
                let read = called.answer.collect_up_to(READ).await;
                let outcome = read.map(|(status, ..)| status).map_err(|error| {
                    Error::new(
                        Code::ProviderUnreachable,
                        format!("The answer did not arrive whole: {error}."),
                    )
                });
                (outcome, attempts)
            }
            Err(error) => (Err(error), 0),
        };
        Ended {
            at: began.elapsed(),
            outcome,
            attempts,
        }
    }
}

/// What was seen, as lines. Many calls that do the same between two events are one line, at the first of them.
fn timeline(of: &BurstOf, began: Instant, seen: Vec<Observed>) -> Vec<(Duration, String)> {
    let mut lines = Vec::new();
    if of.expire {
        lines.push((Duration::ZERO, "The access token was set to expired.".to_owned()));
    }
    lines.push((
        Duration::ZERO,
        format!("{} sent to the engine at once.", calls(of.count)),
    ));
    // Since the last event of the connection as a whole: what single calls did, when first, how many.
    let mut many: Vec<(Duration, Did, u32)> = Vec::new();
    for (at, did) in seen {
        let at = at.saturating_duration_since(began);
        if matches!(did, Did::Waits | Did::Woken | Did::SentAgain) {
            match many.iter_mut().find(|(_, known, _)| *known == did) {
                Some((.., count)) => *count += 1,
                None => many.push((at, did, 1)),
            }
            continue;
        }
        lines.extend(many.drain(..).map(|(at, did, count)| (at, words(&did, count))));
        lines.push((at, words(&did, 1)));
    }
    lines.extend(many.drain(..).map(|(at, did, count)| (at, words(&did, count))));
    lines
}

fn words(did: &Did, count: u32) -> String {
    match did {
        Did::RefreshBegun => "A refresh begins: its intent is written down.".to_owned(),
        Did::Waits => format!("{} for the refresh that runs.", verb(count, "waits", "wait")),
        Did::TokenAsked(host) => format!("A token request leaves for {host}."),
        Did::TokenAnswered(words) => format!("The token request was answered: {words}."),
        Did::RefreshEnded(None) => "The new tokens are stored; the refresh is over.".to_owned(),
        Did::RefreshEnded(Some(why)) => format!("The refresh failed. {why}"),
        Did::Woken => format!("{} on.", verb(count, "that waited goes", "that waited go")),
        Did::SentAgain => format!(
            "{} sent again with the new token.",
            verb(
                count,
                "that the provider had refused is",
                "that the provider had refused are"
            )
        ),
    }
}

fn calls(count: u32) -> String {
    verb(count, "was", "were")
}

fn verb(count: u32, one: &str, several: &str) -> String {
    if count == 1 {
        format!("1 call {one}")
    } else {
        format!("{count} calls {several}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_calls_do_alike_is_one_line() {
        let began = Instant::now();
        let at = |ms| began + Duration::from_millis(ms);
        let mut seen = vec![(at(1), Did::RefreshBegun)];
        seen.extend((0..3).map(|n| (at(2 + n), Did::Waits)));
        seen.push((at(6), Did::TokenAsked("127.0.0.1".to_owned())));
        seen.push((at(7), Did::Waits));
        seen.push((at(9), Did::TokenAnswered("200".to_owned())));
        seen.push((at(10), Did::RefreshEnded(None)));
        seen.extend((0..4).map(|n| (at(11 + n), Did::Woken)));
        let of = BurstOf {
            method: Method::GET,
            path: "/me".to_owned(),
            count: 4,
            expire: true,
        };
        let lines: Vec<String> = timeline(&of, began, seen)
            .into_iter()
            .map(|(at, text)| format!("{} {text}", at.as_millis()))
            .collect();
        assert_eq!(
            lines,
            [
                "0 The access token was set to expired.",
                "0 4 calls were sent to the engine at once.",
                "1 A refresh begins: its intent is written down.",
                "2 3 calls wait for the refresh that runs.",
                "6 A token request leaves for 127.0.0.1.",
                "7 1 call waits for the refresh that runs.",
                "9 The token request was answered: 200.",
                "10 The new tokens are stored; the refresh is over.",
                "11 4 calls that waited go on.",
            ]
        );
    }
}
