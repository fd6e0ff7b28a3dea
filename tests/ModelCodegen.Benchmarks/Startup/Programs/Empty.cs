// What every program costs.
Report.FirstResult();
Report.End();
