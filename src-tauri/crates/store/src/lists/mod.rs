//! Connections as the window lists them: filtered as a person types it, grouped, any page at once, the total exact.
//!
//! The first page of everything comes from the database, so that it need not wait for the index in memory to be read.

mod choose;
mod index;
mod names;
pub(crate) mod words;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use crate::call_log::Belonging;
use crate::connection_records::{ConnectionFilter, ConnectionRow};
use crate::db::{Db, lock};
use crate::store::{Result, Store};
use choose::{Found, choose};
use index::Index;

/// Results that are kept while nothing changes: the pages of one scroll, and the words before the last one typed.
const KEPT: usize = 8;
/// The index of so many is read at once; that of more aside, where the first page can do without.
const AT_ONCE: i64 = 5_000;

/// What connections are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Their integration.
    Integration,
    /// Their tenant.
    Tenant,
    /// The variant in effect.
    Variant,
}

/// Which connections a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectionQuery {
    /// A filter as a person types it: words, `field:word`, `"two words"`, `-word`.
    pub filter: String,
    /// Text that name, key, variant, option, integration or tenant contains, as one word.
    pub search: Option<String>,
    /// Only those of one integration.
    pub integration_id: Option<String>,
    /// Only those of one tenant.
    pub tenant_id: Option<String>,
    /// Archived ones too; a filter with `is:archived` brings them by itself.
    pub include_archived: bool,
    /// Brings what belongs together to the same place: by title, the newest first in each group.
    pub group: Option<Grouping>,
}

impl ConnectionQuery {
    fn is_everything(&self) -> bool {
        let nothing = Self {
            include_archived: self.include_archived,
            ..Self::default()
        };
        *self == nothing
    }
}

/// One group of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionGroup {
    /// The integration's or tenant's key, or the variant; empty where there is none.
    pub key: String,
    /// Name shown.
    pub title: String,
    /// How many connections it has.
    pub count: u32,
}

/// A page of connections.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConnectionPage {
    /// The connections.
    pub rows: Vec<ConnectionRow>,
    /// How many there are over all pages.
    pub total: u32,
    /// The groups, in the order in which they follow each other.
    pub groups: Vec<ConnectionGroup>,
}

#[derive(Default)]
struct Held {
    index: Index,
    /// Goes up with every change of the index.
    version: u64,
    kept: VecDeque<(ConnectionQuery, Arc<Found>)>,
}

impl Held {
    fn refresh(&mut self, db: &Db) -> Result<()> {
        if db.read(|sql| self.index.refresh(sql))? {
            self.kept.clear();
            self.version += 1;
        }
        Ok(())
    }

    fn find(&mut self, query: &ConnectionQuery) -> Arc<Found> {
        if let Some(at) = self.kept.iter().position(|(kept, _)| kept == query)
            && let Some(kept) = self.kept.remove(at)
        {
            let found = Arc::clone(&kept.1);
            self.kept.push_back(kept);
            return found;
        }
        let found = Arc::new(choose(&mut self.index, query));
        self.kept.push_back((query.clone(), Arc::clone(&found)));
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        found
    }
}

/// The index and what was found last, shared with whoever reads it in.
#[derive(Default, Clone)]
pub(crate) struct Lists(Arc<Mutex<Held>>);

impl Lists {
    /// A number that changes when the names of connections may have.
    pub(crate) fn names(&self, db: &Db) -> Result<u64> {
        let mut held = lock(&self.0);
        held.refresh(db)?;
        Ok(held.version)
    }

    /// Whether a word, in lower case, is in what belongs to a connection. Not where that is gone.
    pub(crate) fn has(&self, connection: &str, what: Belonging, word: &str) -> bool {
        let held = lock(&self.0);
        let index = &held.index;
        let Some(entry) = index.entry_of(connection) else {
            return what == Belonging::Itself && connection == word;
        };
        match what {
            Belonging::Name => entry.name().contains(word),
            Belonging::Itself => entry.has(word) || *entry.id == *word,
            Belonging::Integration => index.integrations.has(entry.integration, word),
            Belonging::Tenant => index.tenants.has(entry.tenant, word),
        }
    }

    /// Sees to it that the index will be there.
    pub(crate) fn read_ahead(&self, db: &Arc<Db>) {
        if !self.is_there() {
            self.read_aside(db);
        }
    }

    /// Whether the index can be used now. It is busy for long only while it is being read.
    fn is_there(&self) -> bool {
        self.0.try_lock().is_ok_and(|held| held.index.is_there())
    }

    /// Reads the index on a thread of its own. Whoever needs it meanwhile waits for it.
    fn read_aside(&self, db: &Arc<Db>) {
        let (lists, db) = (self.clone(), Arc::clone(db));
        let reading = move || {
            if let Err(error) = lock(&lists.0).refresh(&db) {
                tracing::warn!(
                    code = error.code(),
                    "the connections could not be read into memory"
                );
            }
        };
        // Without a thread the next filter reads it.
        drop(
            std::thread::Builder::new()
                .name("lists".to_owned())
                .spawn(reading),
        );
    }
}

impl Store {
    /// A page of connections, newest first or in groups.
    pub fn connections_list(
        &self,
        query: &ConnectionQuery,
        offset: u32,
        limit: u32,
    ) -> Result<ConnectionPage> {
        if query.is_everything()
            && offset == 0
            && let Some(page) = self.first_page(query, limit)?
        {
            return Ok(page);
        }
        let (ids, total, groups) = self.found(query, offset, limit)?;
        Ok(ConnectionPage {
            rows: self.connection_rows(&ids)?,
            total,
            groups,
        })
    }

    /// The ids of the first connections of a list, and how many it has in all.
    pub fn connections_list_ids(&self, query: &ConnectionQuery, limit: u32) -> Result<(Vec<String>, u32)> {
        let (ids, total, _) = self.found(query, 0, limit)?;
        Ok((ids, total))
    }

    fn found(
        &self,
        query: &ConnectionQuery,
        offset: u32,
        limit: u32,
    ) -> Result<(Vec<String>, u32, Vec<ConnectionGroup>)> {
        let mut held = lock(&self.inner.lists.0);
        held.refresh(self.main())?;
        let found = held.find(query);
        let shown = found.places.iter().skip(offset as usize).take(limit as usize);
        let ids = shown
            .map(|place| held.index.entries[*place as usize].id.to_string())
            .collect();
        let total = u32::try_from(found.places.len()).unwrap_or(u32::MAX);
        Ok((ids, total, found.groups.clone()))
    }

    /// The first page of everything from the database, while the index is not there; none where it can be used.
    fn first_page(&self, query: &ConnectionQuery, limit: u32) -> Result<Option<ConnectionPage>> {
        // Busy is it only for long while it is being read.
        let there = self
            .inner
            .lists
            .0
            .try_lock()
            .is_ok_and(|held| held.index.is_there());
        if there {
            return Ok(None);
        }
        let filter = ConnectionFilter {
            include_archived: query.include_archived,
            limit,
            ..ConnectionFilter::default()
        };
        let total = self.connections_count(&filter)?;
        if total <= AT_ONCE {
            return Ok(None);
        }
        self.inner.lists.read_aside(&self.inner.main);
        Ok(Some(ConnectionPage {
            rows: self.connections_page(&filter)?,
            total: u32::try_from(total).unwrap_or(u32::MAX),
            groups: Vec::new(),
        }))
    }
}
