//! Forms that came without a token and wait for the developer's word in the window (design section 7, Q1; security
//! A6.5). In memory: a restart refuses them all.

use std::sync::{Arc, Mutex};

use patchbay_connector::Patch;
use patchbay_store::new_id;

use crate::{ChangedWhat, Code, Error, changed::Changes, engine::locked};

/// How long one waits, in milliseconds.
const LIFETIME_MS: i64 = 10 * 60 * 1000;
/// How many may wait at once: a page cannot fill the window with questions.
const MOST: usize = 20;

/// What a form without a token asks for.
#[derive(Debug, Clone)]
pub struct FormAsk {
    /// Its id, made by [`FormAsks::ask`].
    pub id: String,
    /// When it came, UTC milliseconds.
    pub at: i64,
    /// The listed origin of the page that sent it.
    pub origin: String,
    /// The integration's id.
    pub integration_id: String,
    /// The connection's name, where one was given.
    pub name: Option<String>,
    /// The override, where one was given.
    pub overrides: Option<Patch>,
    /// Where the browser goes afterwards.
    pub redirect_uri: Option<String>,
}

/// A question, and the word on it.
type Asked = (FormAsk, Option<bool>);

/// The forms that wait. Cheap to clone.
#[derive(Clone)]
pub struct FormAsks {
    asks: Arc<Mutex<Vec<Asked>>>,
    changes: Changes,
}

impl FormAsks {
    pub(crate) fn new(changes: Changes) -> Self {
        Self {
            asks: Arc::default(),
            changes,
        }
    }

    /// Puts a question; the answer is asked for with its id.
    ///
    /// # Errors
    /// [`Code::Forbidden`] where too many wait already.
    pub fn ask(&self, mut ask: FormAsk, now: i64) -> Result<String, Error> {
        ask.id = new_id()?;
        ask.at = now;
        let id = ask.id.clone();
        {
            let mut asks = locked(&self.asks);
            asks.retain(|(ask, _)| now - ask.at < LIFETIME_MS);
            if asks.iter().filter(|(_, answer)| answer.is_none()).count() >= MOST {
                return Err(Error::new(
                    Code::Forbidden,
                    "Too many forms without a token wait for a word in Patchbay's window.",
                )
                .next("Answer those on its API page first."));
            }
            asks.push((ask, None));
        }
        self.changes.tell(ChangedWhat::FormAsks, None);
        Ok(id)
    }

    /// Those that wait, oldest first.
    pub fn list(&self, now: i64) -> Vec<FormAsk> {
        locked(&self.asks)
            .iter()
            .filter(|(ask, answer)| answer.is_none() && now - ask.at < LIFETIME_MS)
            .map(|(ask, _)| ask.clone())
            .collect()
    }

    /// The developer's word.
    ///
    /// # Errors
    /// [`Code::NotFound`] where it no longer waits.
    pub fn answer(&self, id: &str, allow: bool, now: i64) -> Result<(), Error> {
        let found = locked(&self.asks)
            .iter_mut()
            .find(|(ask, answer)| ask.id == id && answer.is_none() && now - ask.at < LIFETIME_MS)
            .map(|(_, answer)| *answer = Some(allow));
        self.changes.tell(ChangedWhat::FormAsks, Some(id));
        found.ok_or_else(|| {
            Error::new(Code::NotFound, "This form no longer waits.").next("Send the form again.")
        })
    }

    /// The word on a form: none while it waits; refused once its ten minutes are over, or where it is unknown.
    pub fn decided(&self, id: &str, now: i64) -> Option<bool> {
        locked(&self.asks)
            .iter()
            .find(|(ask, _)| ask.id == id && now - ask.at < LIFETIME_MS)
            .map_or(Some(false), |(_, answer)| *answer)
    }
}
