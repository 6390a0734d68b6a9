//! The log as the window lists it: any page at once by the running numbers, and filters whose answer comes within a
//! frame, the total growing until everything was looked at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use rusqlite::{Connection as Sql, OptionalExtension};

use super::found::Found;
use super::matching::Matcher;
use super::record::{by_number, down_from};
use crate::attempt_records::CallRecord;
use crate::db::lock;
use crate::lists::words;
use crate::store::{Inner, Result, Store};

/// How long an answer looks through the log before it says what it has.
const FRAME: Duration = Duration::from_millis(6);
/// One slice of the rest, and the pause after it, in which those who wait for an answer get theirs.
const SLICE: Duration = Duration::from_millis(3);
const PAUSE: Duration = Duration::from_millis(1);
/// Filters whose findings are kept: the words that are being typed.
const KEPT: usize = 4;

/// Which calls a list shows, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallQuery {
    /// A filter as a person types it: words, `field:word`, `"two words"`, `-word`.
    pub filter: String,
    /// Only those of one connection.
    pub connection_id: Option<String>,
}

/// How long an answer may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// A frame; what was not looked at by then is missing for now.
    Frame,
    /// Until the page is full.
    Page,
    /// Until everything was looked at.
    Total,
}

/// A page of calls.
#[derive(Default)]
pub struct CallPage {
    /// The calls, newest first.
    pub records: Vec<CallRecord>,
    /// How many were found so far.
    pub total: u32,
    /// Whether older calls were not looked at yet.
    pub counting: bool,
    /// The rest of the search, where nobody is at it.
    pub rest: Option<CallRest>,
}

/// The rest of a search through the log.
pub struct CallRest {
    store: Weak<Inner>,
    kept: Arc<Kept>,
}

impl CallRest {
    /// Looks at everything that is left. Blocks for as long as it takes; whether it came to the end (not where the store
    /// was closed, or the filter given up meanwhile).
    pub fn look(self) -> bool {
        while let Some(inner) = self.store.upgrade() {
            let store = Store { inner };
            if Arc::strong_count(&self.kept) == 1 {
                return false;
            }
            match store.look_on(&self.kept, usize::MAX, Some(Instant::now() + SLICE)) {
                Ok(true) => return true,
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(code = error.code(), "the log of calls could not be searched");
                    return false;
                }
            }
            drop(store);
            std::thread::sleep(PAUSE);
        }
        false
    }
}

impl Drop for CallRest {
    fn drop(&mut self) {
        lock(&self.kept.found).looking = false;
    }
}

struct Kept {
    query: CallQuery,
    /// The state of the names that it was found by; 0 where none was needed.
    names: u64,
    found: Mutex<Looked>,
}

struct Looked {
    found: Found,
    /// Somebody is looking at the rest.
    looking: bool,
}

/// What filters found, the last used at the end; and how many records there are.
#[derive(Default)]
pub(super) struct KeptLists {
    lists: Mutex<VecDeque<Arc<Kept>>>,
    count: Mutex<Count>,
}

/// How many records there are between two numbers.
#[derive(Default, Clone, Copy)]
struct Count {
    oldest: i64,
    newest: i64,
    records: i64,
}

impl Count {
    /// Whether the numbers have no gap, so that a page is found by them.
    fn is_whole(self) -> bool {
        self.records == self.newest - self.oldest + 1
    }
}

impl Store {
    /// A page of calls, newest first. What was recorded before is in it.
    pub fn calls_list(
        &self,
        query: &CallQuery,
        offset: u32,
        limit: u32,
        patience: Patience,
    ) -> Result<CallPage> {
        let until = (patience == Patience::Frame).then(|| Instant::now() + FRAME);
        self.inner.calls.flush(false);
        if query.connection_id.is_none() && words::parse(&query.filter).is_empty() {
            // A word that is typed next is looked for in the names of connections too.
            self.inner.lists.read_ahead(&self.inner.main);
            return self.calls_numbered(offset, limit);
        }
        let kept = self.kept(query)?;
        let enough = match patience {
            Patience::Page => (offset as usize).saturating_add(limit as usize),
            Patience::Frame | Patience::Total => usize::MAX,
        };
        let done = self.look_on(&kept, enough, until)?;
        let mut looked = lock(&kept.found);
        let numbers = looked.found.page(offset, limit);
        let total = u32::try_from(looked.found.len()).unwrap_or(u32::MAX);
        let rest = (!done && patience == Patience::Frame && !looked.looking).then(|| {
            looked.looking = true;
            CallRest {
                store: Arc::downgrade(&self.inner),
                kept: Arc::clone(&kept),
            }
        });
        drop(looked);
        Ok(CallPage {
            records: self.inner.calls.db.read(|sql| by_number(sql, &numbers))?,
            total,
            counting: !done,
            rest,
        })
    }

    /// A page of all calls, by their running numbers.
    fn calls_numbered(&self, offset: u32, limit: u32) -> Result<CallPage> {
        self.inner.calls.db.read(|sql| {
            let count = self.counted(sql)?;
            let (from, pass) = if count.is_whole() {
                (count.newest - i64::from(offset), 0)
            } else {
                (count.newest, i64::from(offset))
            };
            Ok(CallPage {
                records: down_from(sql, from, pass, limit)?,
                total: u32::try_from(count.records).unwrap_or(0),
                ..CallPage::default()
            })
        })
    }

    /// How many records there are. Counted once; afterwards only what came and what went.
    fn counted(&self, sql: &Sql) -> Result<Count> {
        let mut held = lock(&self.inner.calls.kept.count);
        let Some((oldest, newest)) = ends(sql)? else {
            *held = Count::default();
            return Ok(Count {
                newest: -1,
                ..Count::default()
            });
        };
        let between = |from: i64, to: i64| -> Result<i64> {
            Ok(sql
                .prepare_cached("SELECT count(*) FROM calls WHERE n BETWEEN ?1 AND ?2")?
                .query_row([from, to], |row| row.get(0))?)
        };
        let known = held.records > 0 && (oldest == held.oldest || held.is_whole()) && oldest <= held.newest;
        let records = if known {
            let gone = if oldest == held.oldest {
                0
            } else {
                oldest - held.oldest
            };
            held.records - gone + between(held.newest + 1, newest)?
        } else {
            between(oldest, newest)?
        };
        *held = Count {
            oldest,
            newest,
            records,
        };
        Ok(*held)
    }

    /// What a filter found so far, with what came since.
    fn kept(&self, query: &CallQuery) -> Result<Arc<Kept>> {
        let by_name = Matcher::new(&query.filter).needs().1;
        let names = if by_name {
            self.inner.lists.names(self.main())?
        } else {
            0
        };
        let mut lists = lock(&self.inner.calls.kept.lists);
        let at = lists
            .iter()
            .position(|kept| kept.query == *query && kept.names == names);
        let held = at.and_then(|at| lists.remove(at));
        lists.retain(|kept| kept.query != *query);
        self.inner.calls.db.read(|sql| {
            let (oldest, newest) = ends(sql)?.unwrap_or((1, 0));
            let kept = match held {
                Some(kept) if !lock(&kept.found).found.is_left_behind(newest) => {
                    lock(&kept.found)
                        .found
                        .keep_up(sql, &self.inner.lists, oldest, newest)?;
                    kept
                }
                _ => Arc::new(Kept {
                    query: query.clone(),
                    names,
                    found: Mutex::new(Looked {
                        found: Found::new(query, newest),
                        looking: false,
                    }),
                }),
            };
            lists.push_back(Arc::clone(&kept));
            if lists.len() > KEPT {
                lists.pop_front();
            }
            Ok(kept)
        })
    }

    /// Looks at more of the log; whether everything was looked at.
    fn look_on(&self, kept: &Kept, enough: usize, until: Option<Instant>) -> Result<bool> {
        let mut looked = lock(&kept.found);
        if !looked.found.is_done() {
            self.inner
                .calls
                .db
                .read(|sql| looked.found.go_on(sql, &self.inner.lists, enough, until))?;
        }
        Ok(looked.found.is_done())
    }
}

/// The first and the last number; none where there is no record.
fn ends(sql: &Sql) -> Result<Option<(i64, i64)>> {
    let one = |order: &str| -> Result<Option<i64>> {
        let text = format!("SELECT n FROM calls ORDER BY n {order} LIMIT 1");
        Ok(sql
            .prepare_cached(&text)?
            .query_row([], |row| row.get(0))
            .optional()?)
    };
    Ok(one("ASC")?.zip(one("DESC")?))
}
