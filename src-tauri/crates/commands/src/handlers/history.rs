//! The history of a connection's override: shown, restored, and compared with what is there now.

use patchbay_engine::{ComparedLeaf, Error, HistoryPoint, Side};

use super::{drafts, parameters::saved};
use crate::{
    CompareAnswer, CompareRequest, CompareRow, CompareSide, ConnectionRef, Context, HistoryRef, HistoryView,
    ParametersSaveAnswer,
};

pub(crate) async fn parameters_history(
    context: &Context,
    request: ConnectionRef,
) -> Result<Vec<HistoryView>, Error> {
    let view = |point: HistoryPoint| HistoryView {
        id: point.id,
        at: point.at,
        how: point.how,
        overrides: point.overrides,
        changes: point.changes,
        current: point.current,
    };
    let points = context.engine.history(&request.connection).await?;
    Ok(points.into_iter().map(view).collect())
}

pub(crate) async fn parameters_restore(
    context: &Context,
    request: HistoryRef,
) -> Result<ParametersSaveAnswer, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let trial = context
        .engine
        .restore_parameters(&id, &request.entry, context.caller.how())
        .await?;
    drafts::discard_edits_of(context, drafts::Edited::Connection(&id)).await?;
    saved(context, id, &trial).await
}

pub(crate) async fn compare(context: &Context, request: CompareRequest) -> Result<CompareAnswer, Error> {
    let compared = context
        .engine
        .compare(&side(request.left), &side(request.right))
        .await?;
    let row = |leaf: ComparedLeaf| CompareRow {
        path: leaf.path,
        left: leaf.left,
        right: leaf.right,
        same: leaf.same,
    };
    let ([left_title, right_title], [left_text, right_text]) = (compared.titles, compared.texts);
    Ok(CompareAnswer {
        left_title,
        right_title,
        rows: compared.leaves.into_iter().map(row).collect(),
        left_text,
        right_text,
    })
}

fn side(side: CompareSide) -> Side {
    match side {
        CompareSide::Connection { connection } => Side::Connection(connection),
        CompareSide::Integration { integration } => Side::Integration(integration),
        CompareSide::History { connection, entry } => Side::History { connection, entry },
    }
}
