//! What stands behind the `?`: read leniently, because the SDK and its hooks add names of their own (contract 0.8, 1.5).

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use jiff::Timestamp;
use patchbay_store::is_id;
use serde_json::{Map, Value};

use super::body::not_a;
use crate::problem::Problem;

/// Rows of a page where the request names no limit, and the most that are given at once.
const USUAL: u32 = 100;
const MOST: u32 = 1000;

/// The query, decoded. Unknown names are nobody's business; of a repeated one the last counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query(HashMap<String, String>);

/// Which part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Rows at most, 1 to 1000.
    pub(crate) limit: u32,
    /// The id of the last row of the page before.
    pub(crate) after: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

impl Query {
    /// Reads a query string or a form's body (application/x-www-form-urlencoded).
    pub(crate) fn parse(text: &str) -> Self {
        Self(
            url::form_urlencoded::parse(text.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }

    /// The same, owned.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A switch, as the contract's `zodBooleanCoercion` reads it.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        let text = self.text(name)?;
        Some(!(text.eq_ignore_ascii_case("false") || text == "0"))
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.flag(name) == Some(true)
    }

    /// A point in time, UTC milliseconds, from RFC 3339 text or a number of milliseconds.
    pub(crate) fn time(&self, name: &str) -> Option<i64> {
        let text = self.text(name)?;
        let read = text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
        read.or_else(|| text.parse().ok())
    }

    /// Whether a record with this name and key is among what `search` asks for; case does not matter.
    pub(crate) fn finds(&self, name: &str, key: &str) -> bool {
        let search = self.text("search").map(str::to_lowercase);
        search.is_none_or(|search| name.to_lowercase().contains(&search) || key.contains(&search))
    }

    /// The page that is asked for: 1 to 1000 rows, whatever whole number is asked for. The SDK starts at `cursor=0`.
    ///
    /// # Errors
    /// A limit that is no whole number, or a cursor that no page gave.
    pub(crate) fn page(&self) -> Result<Page, Problem> {
        let limit = match self.text("limit") {
            None => USUAL,
            Some(text) => text
                .parse::<i64>()
                .ok()
                .and_then(|limit| u32::try_from(limit.clamp(1, i64::from(MOST))).ok())
                .ok_or_else(|| not_a("limit", "a whole number from 1 to 1000"))?,
        };
        let after = self.owned("cursor").filter(|cursor| cursor != "0");
        if after.as_ref().is_some_and(|cursor| !is_id(cursor)) {
            return Err(not_a("cursor", "the cursor of a page before, or 0"));
        }
        Ok(Page { limit, after })
    }
}

impl Page {
    /// The part of a list in memory that the page has. A cursor whose row is gone ends the list.
    pub(crate) fn cut<T>(&self, rows: Vec<T>, id: impl Fn(&T) -> &str) -> Vec<T> {
        let from = match &self.after {
            None => 0,
            Some(after) => rows
                .iter()
                .position(|row| id(row) == after)
                .map_or(rows.len(), |at| at + 1),
        };
        rows.into_iter().skip(from).take(self.limit as usize).collect()
    }

    /// The next page's cursor: the last row's id, whenever the page is full.
    pub(crate) fn next<T>(&self, rows: &[T], id: impl Fn(&T) -> &str) -> Option<String> {
        let last = rows.last().filter(|_| rows.len() >= self.limit as usize);
        last.map(|row| id(row).to_owned())
    }
}

/// A page as the contract has it: `cursor` only where there may be another one.
pub(crate) fn listed(items: Vec<Value>, cursor: Option<String>) -> Response {
    let mut page = Map::from_iter([("items".to_owned(), Value::Array(items))]);
    if let Some(cursor) = cursor {
        page.insert("cursor".to_owned(), Value::String(cursor));
    }
    axum::Json(page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str) -> Page {
        Query::parse(query).page().ok().unwrap()
    }

    #[test]
    fn a_page_is_between_one_and_a_thousand_rows() {
        for (query, limit) in [
            ("", 100),
            ("limit=5", 5),
            ("limit=0", 1),
            ("limit=-3", 1),
            ("limit=5000", 1000),
        ] {
            assert_eq!(page(query).limit, limit, "{query}");
        }
        for query in ["limit=x", "limit=0.5", "limit=1e3"] {
            assert!(Query::parse(query).page().is_err(), "{query}");
        }
    }

    #[test]
    fn the_first_cursor_is_zero_or_nothing() {
        let id = "0123456789abcdef01234567";
        assert_eq!(page("cursor=0").after, None);
        assert_eq!(page("cursor=").after, None);
        assert_eq!(page(&format!("cursor={id}&hash=-12")).after.as_deref(), Some(id));
        assert!(Query::parse("cursor=made-up").page().is_err());
    }

    #[test]
    fn a_full_page_has_a_next_one() {
        let ids: Vec<String> = (0..3).map(|n| format!("{n:024}")).collect();
        let first = page("limit=2");
        let rows = first.cut(ids.clone(), |row| row);
        let next = first.next(&rows, |row| row);
        assert_eq!((rows.as_slice(), next.as_ref()), (&ids[..2], Some(&ids[1])));
        let second = page(&format!("limit=2&cursor={}", ids[1]));
        let rows = second.cut(ids.clone(), |row| row);
        let next = second.next(&rows, |row| row);
        assert_eq!((rows.as_slice(), next), (&ids[2..], None));
    }

    #[test]
    fn switches_and_times() {
        let query = Query::parse("a=true&b=1&c=false&d=0&e=&t=2026-11-23T19:00:00.5Z&n=1500");
        assert_eq!(
            ["a", "b", "c", "d", "e", "f"].map(|name| query.flag(name)),
            [Some(true), Some(true), Some(false), Some(false), None, None]
        );
        assert_eq!(query.time("t"), Some(1_795_460_400_500));
        assert_eq!(query.time("n"), Some(1500));
    }
}
