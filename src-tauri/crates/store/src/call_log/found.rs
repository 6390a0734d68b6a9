//! What a filter has found so far. A search through a million calls takes longer than a frame: it is done in slices, kept
//! and gone on with, and new calls are added at the top.

use std::time::Instant;

use rusqlite::{Connection as Sql, Row, ToSql, params_from_iter};

use super::matching::{Matcher, Seen};
use super::pages::CallQuery;
use crate::lists::Lists;
use crate::store::Result;

/// New calls that are added at the top; after more it is quicker to begin again.
const NEW: i64 = 20_000;
/// Rows between two looks at the clock.
const LOOK: u32 = 64;

/// The numbers of the calls that were found.
pub(super) struct Found {
    matcher: Matcher,
    connection_id: Option<String>,
    /// Those that came since it began, oldest first.
    newer: Vec<i64>,
    /// Those that were there when it began, newest first.
    older: Vec<i64>,
    /// What was looked at: from `bottom` to `top`, both inclusive.
    top: i64,
    bottom: i64,
    done: bool,
}

impl Found {
    pub(super) fn new(query: &CallQuery, newest: i64) -> Self {
        Self {
            matcher: Matcher::new(&query.filter),
            connection_id: query.connection_id.clone(),
            newer: Vec::new(),
            older: Vec::new(),
            top: newest,
            bottom: newest + 1,
            done: false,
        }
    }

    /// Whether everything was looked at.
    pub(super) fn is_done(&self) -> bool {
        self.done
    }

    pub(super) fn len(&self) -> usize {
        self.newer.len() + self.older.len()
    }

    /// The numbers of a page, newest first.
    pub(super) fn page(&self, offset: u32, limit: u32) -> Vec<i64> {
        let all = self.newer.iter().rev().chain(&self.older);
        all.skip(offset as usize).take(limit as usize).copied().collect()
    }

    /// Whether so much is new that it should begin again.
    pub(super) fn is_left_behind(&self, newest: i64) -> bool {
        newest - self.top > NEW
    }

    /// Adds what came since, and takes away what was removed.
    pub(super) fn keep_up(&mut self, sql: &Sql, lists: &Lists, oldest: i64, newest: i64) -> Result<()> {
        while self.older.last().is_some_and(|n| *n < oldest) {
            self.older.pop();
        }
        let gone = self.newer.iter().take_while(|n| **n < oldest).count();
        self.newer.drain(..gone);
        if newest <= self.top {
            return Ok(());
        }
        let after = self.top;
        let mut found = std::mem::take(&mut self.newer);
        self.scan(sql, lists, ("n > ?", after, "ASC"), &mut |n, passes| {
            if passes {
                found.push(n);
            }
            true
        })?;
        self.newer = found;
        self.top = newest;
        Ok(())
    }

    /// Goes on with older calls until so many are found, or until a time.
    pub(super) fn go_on(
        &mut self,
        sql: &Sql,
        lists: &Lists,
        enough: usize,
        until: Option<Instant>,
    ) -> Result<()> {
        if self.done || self.len() >= enough {
            return Ok(());
        }
        let (before, newer) = (self.bottom, self.newer.len());
        let mut found = std::mem::take(&mut self.older);
        let mut bottom = before;
        let mut looked = 0_u32;
        let end = self.scan(sql, lists, ("n < ?", before, "DESC"), &mut |n, passes| {
            bottom = n;
            if passes {
                found.push(n);
            }
            looked += 1;
            newer + found.len() < enough
                && !(looked.is_multiple_of(LOOK) && until.is_some_and(|until| Instant::now() >= until))
        });
        self.older = found;
        self.bottom = bottom;
        self.done = end?;
        Ok(())
    }

    /// Looks at calls in order until `each` has enough; whether it came to the end.
    fn scan(
        &mut self,
        sql: &Sql,
        lists: &Lists,
        (range, from, order): (&str, i64, &str),
        each: &mut dyn FnMut(i64, bool) -> bool,
    ) -> Result<bool> {
        let (url, connection) = self.matcher.needs();
        // Only what is needed is read: an index then often has all of it.
        let column = |needed: bool, name: &'static str| if needed { name } else { "''" };
        let mut conditions = vec![range];
        let mut parameters: Vec<Box<dyn ToSql>> = vec![Box::new(from)];
        if let Some(id) = &self.connection_id {
            conditions.push("connection_id = ?");
            parameters.push(Box::new(id.clone()));
        }
        let failed = self.matcher.failed_only();
        if failed {
            conditions.push("failed = 1");
        }
        let outcome = if self.matcher.needs_outcome() {
            if failed {
                "method, status, 1"
            } else {
                "method, status, failed"
            }
        } else {
            "'', NULL, 0"
        };
        let mut statement = sql.prepare_cached(&format!(
            "SELECT n, {outcome}, {}, {} FROM calls WHERE {} ORDER BY n {order}",
            column(url, "url"),
            column(connection, "connection_id"),
            conditions.join(" AND ")
        ))?;
        let mut rows = statement.query(params_from_iter(parameters.iter()))?;
        while let Some(row) = rows.next()? {
            let call = Seen {
                method: text(row, 1)?,
                status: row.get(2)?,
                failed: row.get(3)?,
                url: text(row, 4)?,
                connection_id: text(row, 5)?,
            };
            let passes = self.matcher.passes(&call, lists);
            if !each(row.get(0)?, passes) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn text<'a>(row: &'a Row<'_>, at: usize) -> rusqlite::Result<&'a str> {
    Ok(row.get_ref(at)?.as_str()?)
}
