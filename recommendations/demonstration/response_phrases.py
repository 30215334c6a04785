"""The sentences of invented responses: any office could have written them, and they are about no real case."""

GENERAL_COMMENTS = [
    "This office welcomes the report. It was discussed with the Chief Constable at the {board}, and the force’s plan "
    "was read against each recommendation. This office will review the plan every quarter and publish what it finds.",
    "The findings agree with what this office has heard from victims and from support services in the area. The force "
    "has named a lead for each recommendation. Progress is a standing item of the {board}.",
    "The report asks for steady work rather than for a single change. This office has asked the force for dates, and "
    "for the figures by which progress can be seen. Both are read at the {board}.",
    "This office has considered the report with the force and with partners in the local criminal justice board. The "
    "explanations below say what has been done, what is proposed and, where nothing is proposed, why.",
]
TAKEN = [
    "This office asked the force for a plan with a lead and dates, and has read it. The first results were heard at "
    "the {board}, and a sample of cases was looked at since.",
    "The subject was added to the programme of scrutiny. The force’s figures were read at the {board}; questions about "
    "the smaller teams were answered in writing.",
    "This office paid for an independent file review of {cases} cases and published its summary. The force has "
    "accepted all of its points.",
    "The commissioned services were asked what has changed for victims. Their answers were given to the force, which "
    "has changed its guidance.",
]
PROPOSED = [
    "This office will ask the force to report on this at the {board} and will then visit two teams to see the change "
    "for itself.",
    "A further review of {cases} cases is planned with the support services. Its results will be published.",
    "This office will fund a post that collects what victims say, and will publish the first findings.",
]
NO_ACTION = [
    "No action of this office is needed: the force had already met this before the report, and this office saw the "
    "evidence at the {board}.",
    "No action is proposed. The matter is dealt with by the regional unit, whose board this office attends.",
]
NATIONAL = [
    "This recommendation is for national bodies. No action is proposed by this office now; it will consider what the "
    "result means for this area once it is published.",
    "This is not for this office to carry out. It has told the lead body that the area would take part in a pilot, and "
    "will act on the result.",
]
CHIEF_OFFICER = [
    "The force accepts the recommendations that concern it. A delivery group meets monthly and reports to the {board}.",
    "We welcome the report. Each recommendation has a lead, and the plan is shared with the commissioner’s office.",
    "The force has begun work on all recommendations to forces. The main risk is the number of trained investigators.",
]
ON_ONE = [
    "The training has been arranged and the figures go to the {board}.",
    "A first file review has been finished. A second will show whether the change has lasted.",
    "The procedure has been rewritten and supervisors have been briefed.",
    "The force already did this before the report and will go on doing it.",
]
REPLIES = [
    "This office thanks the Chief Constable for these comments and asks for the plan’s figures every quarter.",
    "The comments are welcome. This office would like to see dates for the parts that still have none.",
    "",
]
NO_RESPONSE_REASON = "Its findings and recommendations are those of the force’s own report, which was answered."
RETURNED = "Say on recommendation 1 by when it will be done, and name the board that sees the figures."
