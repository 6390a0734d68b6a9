//! The connections in memory, as far as lists search, group and count them: about 150 bytes each. A filter is then a
//! walk through memory, whatever it says, and its total is exact. Made from plain columns, so it works while the vault is
//! locked; kept in step by the numbers in `connection_changes`.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Connection as Sql, Row};

use super::names::{Names, Place};
use crate::store::Result;

const SELECT: &str =
    "SELECT n, id, name, key, integration_id, tenant_id, variant, option, override_count > 0, health,
    archived_at IS NOT NULL FROM connections";

/// A stored health, as filters tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Working,
    NeedsReconnect,
    Misconfigured,
    RefreshDelayed,
}

/// What lists know of one connection.
pub(super) struct Entry {
    pub(super) n: i64,
    pub(super) id: Box<str>,
    /// Name and key in lower case, a newline between them.
    own: Box<str>,
    name_end: u32,
    pub(super) integration: Place,
    pub(super) tenant: Place,
    pub(super) variant: Place,
    pub(super) option: Place,
    pub(super) overridden: bool,
    pub(super) archived: bool,
    pub(super) sort: Sort,
}

impl Entry {
    /// Whether name or key has the word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.own.contains(word)
    }

    pub(super) fn name(&self) -> &str {
        &self.own[..self.name_end as usize]
    }

    pub(super) fn key(&self) -> &str {
        &self.own[self.name_end as usize + 1..]
    }
}

/// All connections, in the order of making.
#[derive(Default)]
pub(super) struct Index {
    pub(super) entries: Vec<Entry>,
    places: HashMap<Box<str>, u32>,
    pub(super) integrations: Names,
    pub(super) tenants: Names,
    pub(super) variants: Names,
    pub(super) options: Names,
    /// The last change that is in it; none before it was first read.
    seen: Option<i64>,
}

impl Index {
    /// Whether it was read at all.
    pub(super) fn is_there(&self) -> bool {
        self.seen.is_some()
    }

    /// What is known of one connection.
    pub(super) fn entry_of(&self, id: &str) -> Option<&Entry> {
        self.places
            .get(id)
            .and_then(|place| self.entries.get(*place as usize))
    }

    /// Takes up what changed. Whether anything did.
    pub(super) fn refresh(&mut self, sql: &Sql) -> Result<bool> {
        // One look at the database: a change that comes meanwhile has a number of its own.
        let look = sql.unchecked_transaction()?;
        let Some(seen) = self.seen else {
            self.read_all(&look)?;
            return Ok(true);
        };
        let changes: Vec<(i64, i64)> = look
            .prepare_cached("SELECT at, n FROM connection_changes WHERE at > ?1 ORDER BY at")?
            .query_map([seen], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let Some((last, _)) = changes.last().copied() else {
            return Ok(false);
        };
        let mut one = look.prepare_cached(&format!("{SELECT} WHERE n = ?1"))?;
        let mut names = Naming::new(&look)?;
        for (_, n) in changes {
            let mut rows = one.query([n])?;
            let Some(row) = rows.next()? else {
                // Nothing deletes one yet; where something does, places move.
                self.read_all(&look)?;
                return Ok(true);
            };
            let entry = self.entry(row, &mut names)?;
            self.put(entry);
        }
        self.seen = Some(last);
        Ok(true)
    }

    fn read_all(&mut self, sql: &Sql) -> Result<()> {
        *self = Self::default();
        let seen: Option<i64> =
            sql.query_row("SELECT max(at) FROM connection_changes", [], |row| row.get(0))?;
        let mut all = sql.prepare(&format!("{SELECT} ORDER BY n"))?;
        let mut names = Naming::new(sql)?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let entry = self.entry(row, &mut names)?;
            self.put(entry);
        }
        self.seen = Some(seen.unwrap_or(0));
        Ok(())
    }

    fn put(&mut self, entry: Entry) {
        match self.entries.binary_search_by_key(&entry.n, |held| held.n) {
            Ok(at) => self.entries[at] = entry,
            // Numbers only go up: a new one is the last.
            Err(at) => {
                let place = u32::try_from(at).unwrap_or(u32::MAX);
                self.places.insert(entry.id.clone(), place);
                self.entries.insert(at, entry);
            }
        }
    }

    fn entry(&mut self, row: &Row<'_>, names: &mut Naming<'_>) -> Result<Entry> {
        let text = |at: usize| -> rusqlite::Result<&str> {
            Ok(row.get_ref(at)?.as_str_or_null()?.unwrap_or_default())
        };
        let name = text(2)?.to_lowercase();
        let name_end = u32::try_from(name.len()).unwrap_or(u32::MAX);
        let own = name + "\n" + &text(3)?.to_lowercase();
        let (variant, option) = (text(6)?, text(7)?);
        Ok(Entry {
            n: row.get(0)?,
            id: text(1)?.into(),
            own: own.into_boxed_str(),
            name_end,
            integration: names.integrations.place(&mut self.integrations, text(4)?)?,
            tenant: names.tenants.place(&mut self.tenants, text(5)?)?,
            variant: self.variants.set(
                variant,
                variant,
                if variant.is_empty() { "No variant" } else { variant },
            ),
            option: self.options.set(option, option, option),
            overridden: row.get(8)?,
            sort: match text(9)? {
                "working" => Sort::Working,
                "needs_reconnect" => Sort::NeedsReconnect,
                "misconfigured" => Sort::Misconfigured,
                _ => Sort::RefreshDelayed,
            },
            archived: row.get(10)?,
        })
    }
}

/// Reads the names of integrations and tenants, each once in a refresh.
struct Naming<'a> {
    integrations: Reading<'a>,
    tenants: Reading<'a>,
}

impl<'a> Naming<'a> {
    fn new(sql: &'a Sql) -> Result<Self> {
        Ok(Self {
            integrations: Reading::new(sql, "integrations")?,
            tenants: Reading::new(sql, "tenants")?,
        })
    }
}

struct Reading<'a> {
    one: CachedStatement<'a>,
    read: HashMap<Box<str>, Place>,
}

impl<'a> Reading<'a> {
    fn new(sql: &'a Sql, table: &str) -> Result<Self> {
        Ok(Self {
            one: sql.prepare_cached(&format!("SELECT key, name FROM {table} WHERE id = ?1"))?,
            read: HashMap::new(),
        })
    }

    fn place(&mut self, names: &mut Names, id: &str) -> Result<Place> {
        if let Some(place) = self.read.get(id) {
            return Ok(*place);
        }
        let (key, name): (String, String) = self.one.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let place = names.set(id, &key, &name);
        self.read.insert(id.into(), place);
        Ok(place)
    }
}
