/**
 * Merges revenue arrangements for the revenue bridge: no web service of NetSuite does it.
 *
 * POST {"reference", "arrangements": ["700001", ...], "revenueArrangementDate": "2026-09-01",
 *       "mergeResidualRevenueAmounts": true}   submits a merge and answers {"taskId"}.
 *       A reference that was submitted before is answered with its task, and nothing is submitted.
 * GET  ?taskId= or ?reference=                 answers {"taskId", "status"}, and at its end
 *       "resultingArrangement" or "errorMessage". An unknown one is SSS_INVALID_TASK_ID.
 *
 * It submits and asks, and does nothing else: when a merge may go is decided by the bridge and by a
 * person. The submission is the last thing that can fail, so that an error means: not submitted.
 *
 * @NApiVersion 2.1
 * @NScriptType Restlet
 * @NModuleScope SameAccount
 */
define(['N/cache', 'N/error', 'N/query', 'N/task/accounting/recognition'],
    (cache, error, query, recognition) => {
        const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
        const ID = /^\d{1,18}$/;
        /** A task is followed for as long as NetSuite tells of it; a week outlasts any queue. */
        const REMEMBERED_S = 7 * 24 * 60 * 60;

        const refuse = (name, message) => {
            throw error.create({ name, message, notifyOff: true });
        };

        const references = () => cache.getCache({
            name: 'bridge_merges',
            scope: cache.Scope.PROTECTED,
        });

        const known = (reference) => references().get({ key: reference }) || null;

        const remember = (reference, taskId) => {
            try {
                references().put({ key: reference, value: taskId, ttl: REMEMBERED_S });
            } catch (failed) {
                // The merge is submitted. An error here would say that it is not; what is forgotten
                // costs no more than a task that is told by its traces.
                log.error({ title: `bridge: ${reference} is task ${taskId}`, details: failed });
            }
        };

        const dayOf = (written) => {
            const found = ISO_DAY.exec(String(written));
            if (!found) {
                refuse('SSS_INVALID_REQUEST', 'revenueArrangementDate is a day such as 2026-09-01');
            }
            return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
        };

        /** NetSuite ignores ids that are no arrangements: then others than asked for would merge. */
        const requireArrangements = (ids) => {
            const several = Array.isArray(ids) && ids.length > 1;
            if (!several || !ids.every((id) => ID.test(String(id)))) {
                refuse('SSS_INVALID_REQUEST', 'arrangements is a list of two or more internal ids');
            }
            const places = ids.map(() => '?').join(', ');
            const found = query.runSuiteQL({
                query: `SELECT id FROM transaction WHERE type = 'RevArrng' AND id IN (${places})`,
                params: ids.map(Number),
            });
            if (found.results.length !== new Set(ids.map(String)).size) {
                refuse('SSS_INVALID_REQUEST', 'an arrangement does not exist, or the role may not see it');
            }
        };

        const submitted = (body) => {
            const task = recognition.create({
                taskType: recognition.TaskType.MERGE_ARRANGEMENTS_TASK,
            });
            task.arrangements = body.arrangements.map(Number);
            task.revenueArrangementDate = dayOf(body.revenueArrangementDate);
            task.mergeResidualRevenueAmounts = body.mergeResidualRevenueAmounts;
            return String(task.submit());
        };

        const post = (body) => {
            const reference = body && body.reference;
            if (typeof reference !== 'string' || !reference) {
                refuse('SSS_INVALID_REQUEST', 'reference is a text that names this merge');
            }
            if (typeof body.mergeResidualRevenueAmounts !== 'boolean') {
                refuse('SSS_INVALID_REQUEST', 'mergeResidualRevenueAmounts is true or false');
            }
            const before = known(reference);
            if (before) {
                return { taskId: before };
            }
            requireArrangements(body.arrangements);
            const taskId = submitted(body);
            remember(reference, taskId);
            return { taskId };
        };

        const statusOf = (taskId) => {
            try {
                return recognition.checkStatus({ taskId });
            } catch (failed) {
                // Any other failure says nothing of the task: the bridge asks again.
                if (!/TASK_ID_IS_INVALID/.test(String(failed.name))) {
                    throw failed;
                }
                return refuse('SSS_INVALID_TASK_ID', 'there is no such task');
            }
        };

        const get = (parameters) => {
            const taskId = parameters.taskId || known(String(parameters.reference || ''));
            if (!taskId) {
                refuse('SSS_INVALID_TASK_ID', 'there is no such task');
            }
            const found = statusOf(taskId);
            const told = { taskId: String(taskId), status: found.status };
            if (found.status === recognition.TaskStatus.COMPLETE) {
                told.resultingArrangement = String(found.resultingArrangement);
            }
            if (found.status === recognition.TaskStatus.FAILED) {
                told.errorMessage = String(found.errorMessage);
            }
            return told;
        };

        return { get, post };
    });
